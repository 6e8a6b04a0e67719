"""Weight of the first load: python -m benchmarks.bench_pages, prints JSON.

    home_kb, sign_in_kb    kB (1,000 bytes) fetched by a fresh browser, gzip, fonts apart; aims: 350 and 150
    fonts_kb               the fonts, which a system with Chinese fonts of its own does not need

The pages are served by the product's own server on a small demonstration in a temporary folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.bench_setup import ROOT, free_port
from tests.browser import support

ELDERS = 2_000


def main() -> dict[str, float]:
    """Serve, look, stop."""
    program = support.chromium()
    folder = Path(tempfile.mkdtemp(prefix="sangyu-pages-"))
    folder.chmod(0o755)
    (folder / "vendor").symlink_to(support.VAR.resolve() / "vendor")
    port = free_port()
    environment = {**os.environ, "SANGYU_VAR": str(folder), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    with (folder / "demo.log").open("wb") as log:
        demo = subprocess.Popen(
            [sys.executable, "-m", "sangyu", "demo", "--elders", str(ELDERS)],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        while b"Ctrl-C" not in (folder / "demo.log").read_bytes():
            if demo.poll() is not None:
                raise RuntimeError((folder / "demo.log").read_text()[-2000:])
            time.sleep(0.2)
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(
                executable_path=program,
                args=support.ARGUMENTS,
                env=support.environment(program),
            )
            return look(chromium, f"http://127.0.0.1:{port}")
    finally:
        demo.terminate()
        demo.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def look(chromium: Browser, site: str) -> dict[str, float]:
    """Both pages, each with an empty cache."""
    page = opened(chromium, f"{site}/sign-in/")
    found = {"sign_in_kb": support.first_load_bytes(page) / 1000, "fonts_kb": fonts(page) / 1000}
    page.locator("form[action*=demo] button").first.click()
    page.wait_for_load_state("networkidle")
    cookies = page.context.cookies()
    home = opened(chromium, f"{site}/", cookies=[dict(cookie) for cookie in cookies])
    found["home_kb"] = support.first_load_bytes(home) / 1000
    return {name: round(value, 1) for name, value in found.items()}


def opened(chromium: Browser, url: str, *, cookies: list[dict[str, object]] | None = None) -> Page:
    """The page in a context of its own, loaded to the end."""
    context = chromium.new_context(locale="zh-CN")
    if cookies:
        context.add_cookies(cookies)  # type: ignore[arg-type]  # the driver's own answer, given back
    page = context.new_page()
    support.watch(page, "wide", "zh-hans")
    page.goto(url, wait_until="networkidle")
    return page


def fonts(page: Page) -> int:
    """Bytes of the fonts fetched."""
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.endsWith('.woff2'))"
        ".map(e => e.encodedBodySize)"
    )
    return int(sum(sizes))


if __name__ == "__main__":
    print(json.dumps(main()))

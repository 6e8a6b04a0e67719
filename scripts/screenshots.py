"""Make docs/images from a running demonstration: python -m scripts.screenshots [ADDRESS], by default 127.0.0.1:8000.

Each picture is a page at 1280×800 as a role of the demonstration; nobody in it exists.
"""

from __future__ import annotations

import sys

from playwright.sync_api import Browser, sync_playwright

from tests.browser import support

TARGET = support.ROOT / "docs" / "images"
MOST_BYTES = 300_000
SIZE = {"width": 1280, "height": 800}
PICTURES = (  # name, the role's button, page
    ("home", "镇（街道）经办人", "/"),
    ("statistic", "部门工作人员", "/statistics/1/"),
    ("elders", "镇（街道）经办人", "/elders/"),
)


def take(browser: Browser, site: str, name: str, role: str, path: str) -> None:
    """One picture."""
    page = browser.new_context(viewport=SIZE, locale="zh-CN").new_page()  # type: ignore[arg-type]
    page.goto(f"{site}/sign-in/")
    page.get_by_role("button", name=role).first.click()
    page.goto(site + path, wait_until="networkidle")
    target = TARGET / f"{name}.png"
    page.screenshot(path=target)
    if target.stat().st_size > MOST_BYTES:
        sys.exit(f"{target.name} has {target.stat().st_size:,} bytes; choose a calmer page.")


def main(site: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    program = support.chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program, args=support.ARGUMENTS, env=support.environment(program)
        )
        for name, role, path in PICTURES:
            take(browser, site, name, role, path)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")

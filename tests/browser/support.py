"""What browser tests share: where Chromium is, opening pages as a role, and looking a page over.

def test_the_list(survey, clerk_post):
    survey("/registry/", "registry-list", post=clerk_post)       # 1440 and 390 px, both languages, axe, screenshots

def test_a_journey(visit, clerk_post):
    page = visit("/registry/", post=clerk_post)
    page.get_by_role("link", name="导入").click()
    look_over(page, "registry-import")
"""

from __future__ import annotations

import gzip
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("SANGYU_VAR") or ROOT / "var")
SCREENS = {"wide": (1440, 900), "phone": (390, 844)}
LANGUAGES = {"zh-hans": "zh", "en": "en"}
TALLEST = 6000  # pixels of a screenshot; Chromium cannot take the longest pages whole
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
# No sandbox and no GPU: continuous integration runs as root in a container.
ARGUMENTS = [
    "--no-sandbox",
    "--headless=shell",
    "--no-zygote",
    "--disable-dev-shm-usage",
    "--disable-gpu",  # drawn by the processor: a third of the time of an emulated card
]


class NoBrowserError(AssertionError):
    """There is no Chromium; a missing browser is a failure, never a skip."""


def chromium() -> Path:
    """The Chromium to drive: SANGYU_CHROMIUM, the one `make setup` unpacked, or the system's."""
    named = os.environ.get("SANGYU_CHROMIUM")
    if named:
        return Path(named)
    unpacked = VAR / "chromium" / "chromium"
    if unpacked.is_file():
        return unpacked
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise NoBrowserError("There is no Chromium: run `make setup`, or name one in SANGYU_CHROMIUM.")


def environment(program: Path) -> dict[str, str | float | bool]:
    """Its environment: the libraries that came with it, after the system's own."""
    libraries = program.parent / "lib"
    if not libraries.is_dir():
        return dict(os.environ)
    path = os.pathsep.join(filter(None, [os.environ.get("LD_LIBRARY_PATH", ""), str(libraries)]))
    return {**os.environ, "LD_LIBRARY_PATH": path}


@dataclass
class Record:
    """What a page said and fetched since it was opened."""

    screen: str
    language: str
    complaints: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)


_records: dict[Page, Record] = {}


def watch(page: Page, screen: str, language: str) -> None:
    """Write down script errors, refused resources and what is fetched."""
    record = _records[page] = Record(screen, language)
    page.on("pageerror", lambda error: record.complaints.append(str(error)))
    page.on("console", lambda message: _note(record, message))
    page.on("response", lambda answer: _keep(record, answer))


def forget(page: Page) -> None:
    """The page is closed."""
    _records.pop(page, None)


def go(page: Page, path: str) -> None:
    """Open another address of the same site as the same person; what the page before said is forgotten."""
    record = _records[page]
    record.complaints.clear()
    record.responses.clear()
    page.goto(urljoin(page.url, path), wait_until="load")


def resize(page: Page, screen: str) -> None:
    """Show the page on another screen."""
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    _records[page].screen = screen


def look_over(page: Page, name: str) -> None:
    """A screenshot into var/screenshots; then axe finds nothing, nothing overflows, no script complains."""
    record = _records[page]
    settle(page)
    page.evaluate("window.scrollTo(0, 0)")  # a focused error summary may have scrolled
    picture(page, name)
    width = SCREENS[record.screen][0]
    found = axe_violations(page)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append("overflows")
    found += record.complaints
    assert not found, "\n".join([name, *found])


def picture(page: Page, name: str) -> None:
    """The page from top to bottom, on the screen and in the language it is shown in."""
    record = _records[page]
    target = VAR / "screenshots" / f"{name}-{record.screen}-{LANGUAGES[record.language]}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(
        path=target, full_page=True, timeout=30_000,
        clip={"x": 0, "y": 0, "width": SCREENS[record.screen][0], "height": min(height, TALLEST)},
    )  # fmt: skip


def settle(page: Page) -> None:
    """Wait for what the page fetches itself: its fonts, and what htmx asks for as it loads."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.locator(".htmx-request").first.wait_for(state="detached")


def axe_violations(page: Page) -> list[str]:
    """What axe finds, one line for each element: rule, element, why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((all) => all.violations)")
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {_why(node)}"
        for violation in found
        for node in violation["nodes"]
    ]


def status(page: Page) -> int:
    """With what status the page last navigated to was answered, redirects followed."""
    pages = [
        response
        for response in _records[page].responses
        if response.request.is_navigation_request() and response.frame == page.main_frame
    ]
    return pages[-1].status


def first_load_bytes(page: Page) -> int:
    """What the page fetched, gzipped, fonts apart (they are shown where the system has no Chinese font)."""
    bodies = [
        response.body()
        for response in _records[page].responses
        if response.ok and not response.url.endswith(".woff2")
    ]
    return sum(len(gzip.compress(body, 9)) for body in bodies)


def _keep(record: Record, response: Response) -> None:
    record.responses.append(response)


def _note(record: Record, message: ConsoleMessage) -> None:
    if message.type == "error" and "Failed to load resource" not in message.text:
        record.complaints.append(message.text)


def _why(node: dict[str, Any]) -> str:
    checks = [*node.get("any", []), *node.get("all", []), *node.get("none", [])]
    return str(checks[0]["message"]) if checks else ""

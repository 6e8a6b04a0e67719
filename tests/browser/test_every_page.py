"""Every page of the site: axe, both sizes, both languages, a picture, and no word of the other language.

A city is built for each share of the pages, and all of them are gone through in it; what is wrong is listed at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from playwright.sync_api import Page

from sangyu.city.organisations.models import Membership
from tests.browser import furnished, support, wording
from tests.browser.furnished import Furnished
from tests.browser.journeys import NOW
from tests.browser.looks import LOOKS, NO_PAGES, Look
from tests.permissions import all_rows

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

SHARES = 2
ADVICE = "pages nobody looks at: give each a line in tests/browser/looks.py"


def test_every_page_has_a_look_and_every_look_a_page() -> None:
    opened = {
        name
        for name, row in all_rows().items()
        if row.method == "get" and not name.startswith(tuple(NO_PAGES))
    }
    looked_at = {look.address for look in LOOKS}
    assert sorted(opened - looked_at) == [], ADVICE
    assert sorted(looked_at - opened) == [], "looks at addresses that are none, or show no page"
    assert len({look.name for look in LOOKS}) == len(LOOKS), "two looks of one name"


@pytest.fixture
def house(
    transactional_db: None, kept_as_on_the_site: None, settings: Any, tmp_path: Path
) -> Iterator[Furnished]:
    settings.MEDIA_ROOT, settings.SNAPSHOT_DIR = tmp_path / "media", tmp_path / "snapshots"
    with time_machine.travel(NOW):
        yield furnished.build(tmp_path / "lists")


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("language", support.LANGUAGES)
def test_every_page(house: Furnished, visit: Visit, language: str, share: int) -> None:
    data = wording.data_of_the_city()
    pages: dict[Membership | None, Page] = {}
    faults: list[str] = []
    for look in LOOKS[share::SHARES]:
        post, path = look.post(house), look.path(house)
        if post not in pages:
            pages[post] = visit(path, post=post, language=language)
        else:
            support.go(pages[post], path)
        faults += faults_of(pages[post], look, language, data)
    assert not faults, "\n".join(faults)


def faults_of(page: Page, look: Look, language: str, data: str) -> list[str]:
    """All that is wrong with a page, at both sizes."""
    found = []
    if support.status(page) != 200:
        return [f"{look.name}: answered with {support.status(page)}"]
    for screen in support.SCREENS:
        support.resize(page, screen)
        try:
            support.look_over(page, look.name)
        except AssertionError as fault:
            found.append(f"{look.name} {screen}: {str(fault)[:600]}")
    found += [f"{look.name}: {word}" for word in wording.foreign(page, language, data + look.query)]
    return found

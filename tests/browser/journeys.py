"""The small city of the journeys: Kaili's areas and units, a few elders in two towns, and who keeps the promise."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from playwright.sync_api import Page, expect

from sangyu.accountability.plans.models import Plan
from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations.models import Membership, Organisation
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.services import units_load
from sangyu.city.organisations.tests.factories import SYSTEM, make_account, make_post
from sangyu.city.organisations.types import Role
from sangyu.city.papers.services import paper_confirm, paper_upload
from sangyu.kernel import clock
from sangyu.people.registry.models import Elder
from sangyu.people.registry.services.life import elder_record_death
from sangyu.people.registry.tests.factories import evidence, make_elder, resident_id
from tests.browser.support import ROOT

KAILI, TOWN, OTHER_TOWN = "522601", "522601001", "522601103"
COMMUNITY, OTHER_COMMUNITY = "522601001001", "522601103200"
NOW = datetime(2026, 1, 12, 2, tzinfo=UTC)
AS_OF = date(2025, 12, 31)
SAMPLES = ROOT / "sangyu" / "city" / "papers" / "samples"
PAPER, SHEET = SAMPLES / "kaili-2023-tasks.docx", SAMPLES / "kaili-2023-tasks.xlsx"


@dataclass
class City:
    """Who keeps the promise of task 1."""

    director: Membership
    officer: Membership
    clerk: Membership
    other_clerk: Membership


def build() -> City:
    """Kaili with its units, posts and twelve elders."""
    areas_load(shipped_rows(KAILI))
    units_load(actor=SYSTEM, area_code=KAILI)
    _people()
    return City(
        director=_post(Role.DIRECTOR, KAILI, "凯里市民政局", "演示局长"),
        officer=_post(Role.OFFICER, KAILI, "凯里市卫生健康局", "演示卫健科员"),
        clerk=_post(Role.TOWN_CLERK, TOWN, "", "演示城西经办"),
        other_clerk=_post(Role.TOWN_CLERK, OTHER_TOWN, "", "演示旁海经办"),
    )


def _post(role: str, area: str, unit: str, name: str) -> Membership:
    units = (
        Organisation.objects.filter(name=unit)
        if unit
        else Organisation.objects.filter(kind="town", area_code=area)
    )
    return make_post(role, area, units.get(), make_account(name=name))


def _people() -> None:
    """Ten elders of 2025, of whom one dies in 2026, and one who died in 2025 and counts for the year before only."""
    for number in range(10):
        make_elder(
            name=f"示{'甲乙丙丁戊己庚辛壬癸'[number]}老人", id=resident_id(serial=700 + number),
            area_code=COMMUNITY if number % 3 else OTHER_COMMUNITY, sex="12"[number % 2],
            birth_date=date(1932 + 3 * number, 5, 1), living=("alone", "couple", "with_children")[number % 3],
            ability_level=number % 4 if number < 6 else None, phone=f"1400{number:07d}",
        )  # fmt: skip
    gone = make_elder(name="示故老人", area_code=COMMUNITY, id=resident_id(serial=750))
    elder_record_death(
        actor=SYSTEM,
        elder_id=gone.pk,
        evidence=evidence("police", on=date(2025, 5, 2)),
        at=clock.now(),
    )


def elder(name: str) -> Elder:
    """Somebody by name."""
    return Elder.objects.get(name=name)


def follow(page: Page, link: str) -> None:
    """Watch the progress page until the worker is done, then go where it leads."""
    expect(page.locator("#job")).to_contain_text("已完成", timeout=30_000)
    page.get_by_role("link", name=link, exact=True).click()


def until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait for what the worker does by itself."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def adopt(city: City) -> Plan:
    """The paper's 33 tasks, uploaded and confirmed without the pages."""
    director = actor_of(city.director)
    paper = paper_upload(
        actor=director, content=PAPER.read_bytes(), file_name=PAPER.name, at=clock.now()
    )
    paper_confirm(
        actor=director, paper_id=paper.pk, heading={"title": paper.title, "number": paper.number},
        starts_on=date(2026, 1, 1), at=clock.now(),
    )  # fmt: skip
    return Plan.objects.get(document_id=paper.pk)

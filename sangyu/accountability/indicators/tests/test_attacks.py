"""What somebody may try with indicators: other counties' figures and people, single people through a condition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sangyu.accountability.indicators import shipped, testing
from sangyu.accountability.indicators.choices import Answer
from sangyu.accountability.indicators.defining import check
from sangyu.accountability.indicators.models import Indicator, ReadTarget, Target
from sangyu.accountability.indicators.services.definitions import (
    definitions_load,
    indicator_save,
)
from sangyu.accountability.indicators.services.readings import readings_adopt
from sangyu.accountability.indicators.services.targets import targets_adopt
from sangyu.accountability.indicators.services.values import values_refresh
from sangyu.accountability.indicators.types import (
    Answered,
    IndicatorDraft,
    PaperRef,
    ProposedTarget,
)
from sangyu.city.areas.services import areas_load
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import DomainError, NotFound
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    make_actor,
    make_elder,
)
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("test")
KAILI, TOWN, OTHER_TOWN, ELSEWHERE = "522601", "522601103", "522601104", "371502"
FAR = f"{ELSEWHERE}001001"
DAY = date(2025, 12, 31)
WORDS = {"zh": "某某", "en": "x"}
DRAFT = IndicatorDraft(
    "own", WORDS, WORDS, WORDS, WORDS, "percent", "up", "month", date(2025, 1, 1), dataset="elders",
    numerator="age >= 80",
)  # fmt: skip


@pytest.fixture
def counted(settings: Any, tmp_path: Path) -> None:
    """One elder of 80 and over who lives alone in each of two towns and in another county."""
    settings.SNAPSHOT_DIR = tmp_path
    names = {
        KAILI: "凯里市", TOWN: "旁海镇", OTHER_TOWN: "湾水镇", ELSEWHERE: "东昌府区", FAR[:9]: "柳园",
        COMMUNITY: "旁海村", OTHER_COMMUNITY: "湾水村", FAR: "柳园村",
    }  # fmt: skip
    areas_load(list(names.items()))
    for name, area in (("甄近", COMMUNITY), ("甄邻", OTHER_COMMUNITY), ("甄远", FAR)):
        make_elder(name=name, area_code=area, birth_date=date(1940, 1, 1), living="alone")
    definitions_load(actor=SYSTEM)
    values_refresh(actor=SYSTEM, as_of=DAY)


def clerk(area: str = TOWN) -> Client:
    return signed_in(make_post(Role.TOWN_CLERK, area))


@pytest.mark.parametrize(
    "area", [KAILI, OTHER_TOWN, OTHER_COMMUNITY, ELSEWHERE, FAR, "", "%", "5226011"]
)
@pytest.mark.parametrize("part", ["total", "not-met", "met", "unknown", "'; --"])
def test_a_town_never_opens_another_towns_people(counted: None, area: str, part: str) -> None:
    client = clerk()
    for after in ("", f"{OTHER_COMMUNITY}:0", "0:0", "x"):
        query = {"area": area, "on": DAY.isoformat(), "part": part, "after": after}
        text = client.get("/indicators/living-alone/records/", query).content.decode()
        assert "甄邻" not in text
        assert "甄远" not in text


def test_a_town_opens_its_own(counted: None) -> None:
    query = {"area": TOWN, "on": DAY.isoformat(), "part": "total"}
    page = clerk().get("/indicators/living-alone/records/", query).content.decode()
    assert "甄近" in page or "甄" in page


def test_a_shared_cockpit_shows_each_reader_what_is_his(counted: None) -> None:
    """The address of a share names area and day; who may not see them sees his own."""
    link = f"/cockpit/?area={OTHER_TOWN}&on={DAY.isoformat()}"
    assert Client().get(link).status_code == 302
    page = clerk().get(link).content.decode()
    assert "旁海镇" in page
    assert "湾水镇" not in page
    far = signed_in(make_post(Role.OFFICER, ELSEWHERE)).get(link).content.decode()
    assert "凯里" not in far
    for path in ("/cockpit/print/", "/indicators/living-alone/"):
        assert "湾水镇" not in clerk().get(f"{path}?area={OTHER_TOWN}").content.decode()
    assert clerk().get(f"/digest/{OTHER_TOWN}/2025-12/").status_code == 404


@pytest.mark.parametrize(
    "text", ["name = '甄近'", "birth_date = DATE '1940-01-01'", "id = 1", "household_no = '1'"]
)
def test_no_indicator_singles_out_a_person(counted: None, text: str) -> None:
    officer = make_actor(Role.OFFICER, KAILI)
    for draft in (replace(DRAFT, numerator=text), replace(DRAFT, denominator=text)):
        with pytest.raises(DomainError) as refused:
            indicator_save(actor=officer, draft=draft)
        assert refused.value.code == "column-personal"
        with pytest.raises(DomainError):
            testing.tried(actor=officer, draft=draft)
    assert not Indicator.objects.filter(code="own").exists()
    assert not {"name", "birth_date", "id"} & {column.name for column in testing.columns("elders")}


def test_the_shipped_definitions_keep_to_it() -> None:
    for draft in shipped.indicator_drafts():
        if draft.dataset:
            check(draft)


def test_a_reading_takes_no_target_and_no_indicator_of_elsewhere(counted: None) -> None:
    promise = ProposedTarget("A1", "一", "living-alone", "le", Decimal(5), WORDS)
    targets_adopt(actor=SYSTEM, paper=PaperRef("方案", "1号", ELSEWHERE), targets=[promise])
    foreign = Target.objects.get()
    indicator_save(actor=make_actor(Role.OFFICER, ELSEWHERE), draft=DRAFT)
    row = ReadTarget.objects.create(
        document_id=1, paper_target_id=1, area_code=KAILI, document_title="方案", position=1, clause="一",
        phrase="独居率", operator="le", value=5, unit="%", modality="must", taken_at=clock.now(),
    )  # fmt: skip
    officer = make_actor(Role.OFFICER, KAILI)
    for answered in (
        Answered(row.pk, Answer.KNOWN, target_id=foreign.pk),
        Answered(row.pk, Answer.INDICATOR, indicator="own"),
    ):
        with pytest.raises(NotFound):
            readings_adopt(actor=officer, document_id=1, answers=[answered])
    single = Answered(
        row.pk, Answer.INDICATOR, indicator="living-alone", scope_condition="name = '甄近'"
    )
    with pytest.raises(DomainError) as refused:
        readings_adopt(actor=officer, document_id=1, answers=[single])
    assert refused.value.code == "column-personal"

"""The open API of indicators: what is seen, in pages by key, held against the records, and nothing of elsewhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from sangyu.accountability.indicators.models import Indicator, IndicatorValue, Target
from sangyu.accountability.indicators.services.definitions import definitions_load
from sangyu.accountability.indicators.services.targets import targets_adopt
from sangyu.accountability.indicators.types import PaperRef, ProposedTarget
from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel.actors import system_actor
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
KAILI, TOWN, OTHER = "522601", "522601103", "522601104"
CODE = "advanced-age-assessed"
DAYS = [date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)]


@pytest.fixture(autouse=True)
def counted() -> None:
    definitions_load(actor=SYSTEM)
    version = Indicator.objects.get(code=CODE).versions.get()
    for area in (KAILI, TOWN, OTHER, "371502"):
        for number, day in enumerate(DAYS):
            IndicatorValue.objects.create(
                version=version, as_of=day, area_code=area, total=3, met=number, snapshot_id=1
            )
    for area in (KAILI, "371502"):
        wording = {"zh": "评估率90%", "en": "90 % assessed"}
        promise = ProposedTarget("A1", "一", CODE, "ge", Decimal(90), wording, date(2026, 12, 31))
        targets_adopt(actor=SYSTEM, paper=PaperRef("方案", "1号", area), targets=[promise])


def caller(role: str = "officer", area: str = KAILI) -> Client:
    return signed_in(make_post(role, area))


def pages(client: Client, path: str, **query: Any) -> list[list[dict[str, Any]]]:
    """Every page, by following the cursors."""
    found, cursor = [], ""
    while True:
        answer = client.get(f"/api/v1/{path}", {**query, "cursor": cursor})
        assert answer.status_code == 200, answer.content
        found.append(answer.json()["items"])
        cursor = answer.json()["next"]
        if not cursor:
            return found


def test_indicators_are_listed_once_each_over_the_pages() -> None:
    read = pages(caller(), "indicators", size=7)
    codes = [item["code"] for page in read for item in page]
    assert max(map(len, read)) == 7
    assert codes == sorted(set(codes))
    assert set(codes) == set(Indicator.objects.values_list("code", flat=True))
    one = caller().get(f"/api/v1/indicators/{CODE}").json()
    assert (one["dataset"], one["unit"], len(one["versions"])) == ("elders", "percent", 1)


def test_values_are_of_ones_own_area_and_those_within_and_above() -> None:
    (city,) = pages(caller(), f"indicators/{CODE}/values")
    assert [(one["as_of"], one["met"]) for one in city] == [
        ("2025-12-31", 2), ("2025-11-30", 1), ("2025-10-31", 0),
    ]  # fmt: skip
    assert Decimal(city[1]["value"]).quantize(Decimal("0.1")) == Decimal("33.3")
    read = pages(caller(), f"indicators/{CODE}/values", area_code=TOWN, size=2)
    assert [len(page) for page in read] == [2, 1]
    clerk = caller("town_clerk", TOWN)
    assert [one["area_code"] for one in pages(clerk, f"indicators/{CODE}/values")[0]] == [TOWN] * 3
    assert len(pages(clerk, f"indicators/{CODE}/values", area_code=KAILI)[0]) == 3
    for area in (OTHER, "371502"):
        assert pages(clerk, f"indicators/{CODE}/values", area_code=area) == [[]]
    since = pages(caller(), f"indicators/{CODE}/values", since="2025-11-01", until="2025-12-01")
    assert [one["as_of"] for page in since for one in page] == ["2025-11-30"]


def test_targets_tell_how_they_stand_and_why() -> None:
    (items,) = pages(caller(), "targets", on="2026-01-15")
    (item,) = items
    assert (item["area_code"], item["indicator"], item["modality"]) == (KAILI, CODE, "must")
    assert (item["standing"], item["colour"], item["as_of"]) == ("on_path", "green", "2025-12-31")
    assert item["reasons"]
    assert caller().get(f"/api/v1/targets/{item['id']}?on=2026-01-15").json() == item
    elsewhere = Target.objects.get(area_code="371502")
    assert caller().get(f"/api/v1/targets/{elsewhere.pk}").status_code == 404
    assert pages(caller(), "targets", area_code="371502") == [[]]


def test_a_cursor_of_elsewhere_tells_nothing() -> None:
    stranger = IndicatorValue.objects.filter(area_code="371502").latest("pk")
    answer = caller().get(f"/api/v1/indicators/{CODE}/values", {"cursor": f"after.{stranger.pk}"})
    assert [one["as_of"] for one in answer.json()["items"]] == [
        "2025-12-31",
        "2025-11-30",
        "2025-10-31",
    ]

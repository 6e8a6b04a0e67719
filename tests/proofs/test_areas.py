"""Scopes as conditions: which codes they let through."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from sangyu.accountability.indicators.models import Statistic
from sangyu.accountability.plans.models import Plan
from sangyu.city.areas.models import Area
from sangyu.city.papers.models import Paper
from sangyu.kernel.access import areas_up_from, in_area, in_area_or_above
from sangyu.kernel.actors import Actor, ActorKind
from sangyu.people.registry.models import Campaign

CODES = (
    "52", "5226", "522601", "522601103", "522601103201", "522601103202", "522601104", "522601104201", "522622",
    "522622101", "522622101201", "53",
)  # fmt: skip
BELOW = {
    "5226": {code for code in CODES if code.startswith("5226")},
    "522601": {"522601", "522601103", "522601103201", "522601103202", "522601104", "522601104201"},
    "522601103": {"522601103", "522601103201", "522601103202"},
    "522601103201": {"522601103201"},
    "": set(CODES),
}
ABOVE = {
    "5226": {"52"},
    "522601": {"52", "5226"},
    "522601103": {"52", "5226", "522601"},
    "522601103201": {"52", "5226", "522601", "522601103"},
    "": set(),
}


def codes_of(condition: models.Q) -> set[str]:
    return set(Area.objects.filter(condition).values_list("code", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("own", sorted(BELOW))
def test_an_area_is_what_lies_within_it_and_or_above_adds_only_the_line_upwards(own: str) -> None:
    Area.objects.bulk_create(
        Area(code=code, name=code, short_name=code, level="city") for code in CODES
    )
    assert codes_of(in_area(own, "code")) == BELOW[own]
    assert codes_of(in_area_or_above(own, "code")) == BELOW[own] | ABOVE[own]


def test_the_line_upwards_begins_with_the_widest_and_ends_with_the_area_itself() -> None:
    assert areas_up_from("522601103201") == ["52", "5226", "522601", "522601103", "522601103201"]
    assert areas_up_from("522601") == ["52", "5226", "522601"]
    assert areas_up_from("") == []


@pytest.mark.parametrize("model", [Paper, Plan, Statistic, Campaign])
@pytest.mark.parametrize("own", ["5226", "522601103", "522601103201", ""])
def test_what_concerns_an_area_is_found_by_the_one_rule(model: Any, own: str) -> None:
    actor = Actor(kind=ActorKind.ACCOUNT, label="somebody", area_code=own)
    shared = model.objects.filter(in_area_or_above(own))
    assert str(model.objects.visible_to(actor).query) == str(shared.query)

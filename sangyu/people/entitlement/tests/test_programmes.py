"""The shipped programmes: complete, readable, in force on every day they claim."""

from __future__ import annotations

from datetime import date

import pytest

from sangyu.people.entitlement import policy
from sangyu.people.entitlement.in_force import plan_on, versions_on
from sangyu.people.entitlement.models import Programme, ProgrammeVersion
from sangyu.people.entitlement.services.programmes import programmes_load
from sangyu.people.entitlement.tests.factories import make_version
from sangyu.people.registry.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> int:
    return programmes_load(actor=make_actor("officer", "522601"))


def test_the_shipped_programmes_come_in_once(loaded: int) -> None:
    assert Programme.objects.count() >= 20
    assert loaded == ProgrammeVersion.objects.count() == sum(len(p.versions) for p in policy.programmes())  # fmt: skip
    assert programmes_load(actor=make_actor("officer", "522601")) == 0


def test_every_version_has_its_clause_and_both_languages(loaded: int) -> None:
    for version in ProgrammeVersion.objects.select_related("programme"):
        texts = [version.programme.name, version.clause, *(row["words"] for row in version.amounts)]
        assert all(text["zh"] and text["en"] for text in texts), version.programme.code
        assert version.source_note, version.programme.code


def test_a_version_that_a_source_contradicts_is_kept_and_not_applied(loaded: int) -> None:
    kept = ProgrammeVersion.objects.filter(in_force=False)
    assert {row.programme.code for row in kept} == {"heilongjiang-advanced-age", "gansu-advanced-age"}  # fmt: skip
    applied = versions_on(date(2026, 11, 1), ["gansu-advanced-age"])
    assert [row.number for row in applied] == [1]


def test_one_version_follows_another_on_its_day(loaded: int) -> None:
    code = ["test-allowance"]
    make_version(effective_to=date(2025, 12, 31))
    make_version(effective_from=date(2026, 1, 1), yuan=60)
    assert [row.number for row in versions_on(date(2025, 12, 31), code)] == [1]
    assert [row.number for row in versions_on(date(2026, 1, 1), code)] == [2]


def test_the_voucher_ends_with_its_year(loaded: int) -> None:
    assert versions_on(date(2026, 12, 31), ["care-voucher"])
    assert not versions_on(date(2027, 1, 1), ["care-voucher"])


def test_all_rules_of_a_day_make_one_plan(loaded: int) -> None:
    plan = plan_on(date(2026, 11, 1))
    assert len(plan.rules) >= 20
    assert plan.words <= 3


def test_who_sees_the_whole_country_sees_every_programme_and_a_place_only_its_own(
    loaded: int,
) -> None:
    everything = Programme.objects.visible_to(make_actor("officer", ""))
    assert everything.count() == Programme.objects.count()
    here = set(
        Programme.objects.visible_to(make_actor("officer", "522601")).values_list(
            "area_code", flat=True
        )
    )
    assert here == {"", "5226"}

"""The rules of teams, validity and hints: pure, with days and answers worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.policy.results import hints, terms
from sangyu.people.assessment.rules.answers import scores
from sangyu.people.assessment.rules.plausible import hints_found
from sangyu.people.assessment.rules.team import Member, TeamFault, team_check
from sangyu.people.assessment.rules.validity import Standing, remind_from, standing, valid_until
from sangyu.people.assessment.tests.sheets import best

START, DAY = date(2020, 1, 1), date(2026, 3, 10)
NURSE = Member(1, 9, is_medical=True, started_on=START, ended_on=None)
OTHER = Member(2, 9, is_medical=False, started_on=START, ended_on=None)
STRANGER = Member(3, 8, is_medical=True, started_on=START, ended_on=None)
LEFT = Member(4, 9, is_medical=True, started_on=START, ended_on=DAY)


@pytest.mark.parametrize(
    ("members", "faults"),
    [
        ([NURSE, OTHER], []),
        ([NURSE], [TeamFault.TOO_FEW]),
        ([NURSE, NURSE], [TeamFault.TWICE, TeamFault.TOO_FEW]),
        ([OTHER, STRANGER], [TeamFault.OTHER_AGENCY]),
        ([OTHER, LEFT], [TeamFault.NOT_IN_FORCE]),
        ([OTHER, Member(5, 9, False, START, None)], [TeamFault.NONE_MEDICAL]),
    ],
)
def test_a_team_is_two_of_the_agency_and_one_of_them_medical(
    members: list[Member], faults: list[TeamFault]
) -> None:
    assert team_check(members, agency_id=9, on=DAY, least=2, medical=1) == faults


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        (date(2026, 3, 10), 12, date(2027, 3, 9)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
    ],
)
def test_a_result_is_valid_to_the_eve_of_its_day(on: date, months: int, until: date) -> None:
    assert valid_until(on, months) == until


def test_where_a_result_stands() -> None:
    first, last = date(2026, 3, 10), date(2027, 3, 9)
    assert remind_from(last, 60) == date(2027, 1, 8)
    found = {
        day: standing(first, last, day, 60)
        for day in (
            date(2026, 3, 9), first, date(2027, 1, 7), date(2027, 1, 8), last, date(2027, 3, 10)
        )
    }  # fmt: skip
    assert list(found.values()) == [
        Standing.NOT_YET, Standing.VALID, Standing.VALID, Standing.EXPIRING, Standing.EXPIRING, Standing.EXPIRED,
    ]  # fmt: skip


def test_hints_point_at_answers_that_hardly_go_together() -> None:
    instrument, known = instruments()["gbt42195"], hints("gbt42195")
    assert hints_found(known, scores(instrument, best("gbt42195"))) == []
    lame = best("gbt42195") | {"B.2.3": 0}
    codes = [hint.code for hint in hints_found(known, scores(instrument, lame))]
    assert codes == ["walks_not_stairs", "walks_not_yet_travels"]
    assert hints_found(known, {"B.2.3": 0}) == [], "an item without an answer fulfils nothing"


def test_every_hint_names_items_of_its_form_and_every_term_an_instrument() -> None:
    items = instruments()["gbt42195"].items
    assert all(one.item in items for hint in hints("gbt42195") for one in hint.when)
    rule = terms(DAY)
    assert set(rule.valid_months) == set(rule.scale)
    assert set(rule.scale) <= set(instruments())

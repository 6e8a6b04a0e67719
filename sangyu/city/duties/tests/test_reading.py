"""What is read of the ledger: worklists, on-time rates, the bell."""

from __future__ import annotations

from datetime import date

import pytest

from sangyu.city.duties import selectors, services
from sangyu.city.duties.tests.factories import (
    SYSTEM,
    City,
    at,
    duty_of,
    make_city,
    make_rule,
    make_town_rule,
)
from sangyu.city.duties.types import Cadence

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_the_worklist_begins_with_the_most_overdue(city: City) -> None:
    town = city.towns[0]
    parent = make_rule(city)
    make_town_rule(city, parent)
    make_town_rule(city, parent, code="test/2", title="更新台账", due_day=10)
    make_town_rule(
        city, parent, code="test/3", title="长期关爱", cadence=Cadence.OPEN, due_day=None, due_month=None,
        parent_id=None,
    )  # fmt: skip
    rows = selectors.worklist(actor=town.clerk, on=date(2026, 1, 15))
    assert [(row.title.partition("（")[0], row.days_left, row.is_overdue) for row in rows] == [
        ("更新台账", -5, True),
        ("确认老年人台账", 5, False),
        ("统计上年度老年人口并分析", 16, False),
        ("长期关爱", None, False),
    ]
    assert selectors.worklist_counts(actor=town.clerk, on=date(2026, 1, 15)) == {
        "mine": 0, "unit": 4, "area": 4, "review": 0, "overdue": 1,
    }  # fmt: skip
    assert selectors.worklist(actor=city.stranger) == []
    (late, _other) = selectors.overdue_by_unit(actor=city.officer, on=date(2026, 1, 15))
    assert (late.count, late.oldest_due) == (1, date(2026, 1, 10))
    assert selectors.overdue_by_unit(actor=city.stranger, on=date(2026, 1, 15)) == []


def test_on_time_rates_count_the_unfinished_against_the_unit(city: City) -> None:
    parent = make_rule(city)
    towns = make_town_rule(city, parent)
    first, second = city.towns
    services.duty_close(
        actor=city.officer, duty_id=duty_of(towns, first.unit).pk, at=at("2026-01-19")
    )
    rates = selectors.on_time_rates(
        actor=city.director, since=date(2026, 1, 1), until=date(2026, 1, 31), on=date(2026, 1, 25)
    )
    assert {
        rate.unit.id: (rate.on_time, rate.late, rate.unfinished, str(rate.rate)) for rate in rates
    } == {
        first.unit.pk: (1, 0, 0, "1.0000"),
        second.unit.pk: (0, 0, 1, "0.0000"),
    }


def test_the_bell_counts_ones_own_and_the_units_notices(city: City) -> None:
    town = city.towns[0]
    make_town_rule(city, make_rule(city))
    assert selectors.notices_unread(actor=town.clerk) == 1
    (notice,) = selectors.notice_list(actor=town.clerk)
    assert "确认老年人台账" in notice.title
    assert services.notice_read(actor=city.stranger, notice_ids=[notice.id]) == 0
    assert services.notice_read(actor=town.clerk, notice_ids=[notice.id]) == 1
    assert selectors.notices_unread(actor=town.clerk) == 0
    with pytest.raises(LookupError):
        services.notice_send(actor=SYSTEM, code="unheard.of", words={}, account_id=1)

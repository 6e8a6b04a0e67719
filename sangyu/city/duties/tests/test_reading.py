"""What is read of the ledger: worklists, on-time rates, the bell."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from sangyu.city.duties import registry, selectors, services
from sangyu.city.duties.models import Duty, Notice
from sangyu.city.duties.notices import OPENED
from sangyu.city.duties.tests.factories import (
    SYSTEM,
    City,
    at,
    duty_of,
    make_city,
    make_rule,
    make_town_rule,
)
from sangyu.city.duties.types import Cadence, Subject
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_actor, make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel.actors import Actor

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


def test_a_family_account_belongs_to_a_unit_but_reads_none_of_its_notices(city: City) -> None:
    """The unit's notices name the elders its duties are about."""
    town = city.towns[0]
    make_town_rule(city, make_rule(city))
    post = make_post(Role.FAMILY, town.unit.area_code, town.unit)
    family = actor_of(post)
    assert selectors.notices_unread(actor=town.clerk) == 1
    assert selectors.notice_list(actor=family) == []
    assert services.notice_read(actor=family) == 0
    assert not Duty.objects.visible_to(family).exists()
    services.notice_send(
        actor=SYSTEM, code=OPENED, words={"title": "x", "due": "—"}, account_id=post.account_id
    )
    assert selectors.notices_unread(actor=family) == 1


def test_a_notice_speaks_the_readers_language(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the ledger keeps in Chinese is worded anew for the reader; a paper's own words stay as they are."""
    kind = registry.DutyKind("test.answer", "Answer", title=gettext_lazy("Worklist"))
    monkeypatch.setitem(registry._kinds, "test.answer", kind)
    town = city.towns[0]
    with translation.override("zh-hans"):
        title = str(kind.title)
    services.duty_open(
        actor=SYSTEM, kind="test.answer", title=title, due_on=date(2026, 3, 1),
        subject=Subject("test", "1", "522601103", town.unit.pk, "王*"), at=at("2026-01-05"),
    )  # fmt: skip
    told = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            (told[language],) = [
                row.title for row in selectors.notice_list(actor=town.clerk) if "王*" in row.title
            ]
    assert told["en"] == "New duty: Worklist（王*）, due 1 Mar 2026"
    assert title in told["zh-hans"]
    assert "2026年3月1日" in told["zh-hans"]


def test_a_director_of_the_overseeing_unit_reads_of_a_late_duty_once(city: City) -> None:
    director = make_actor(Role.DIRECTOR, "522601", city.health)
    duty = duty_of(make_town_rule(city, make_rule(city)), city.towns[0].unit)
    services.duties_escalate(actor=SYSTEM, at=at("2026-02-20"))

    def seen(actor: Actor) -> list[tuple[str, bool]]:
        rows = Notice.objects.visible_to(actor).filter(duty=duty, code="duty.overdue_elsewhere")
        return [(row.code, row.account_id is not None) for row in rows]

    assert seen(director) == [("duty.overdue_elsewhere", True)]
    assert seen(city.officer) == [("duty.overdue_elsewhere", False)]
    assert selectors.notices_unread(actor=director) == len(selectors.notice_list(actor=director))

"""What is owed: the contract with payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from sangyu.kernel.errors import Forbidden, NotFound
from sangyu.people.entitlement import selectors, services
from sangyu.people.entitlement.models import Decision, Receipt
from sangyu.people.entitlement.tests.factories import make_claim, make_decision, make_version
from sangyu.people.registry.tests.factories import OTHER_COMMUNITY, make_actor, make_elder

pytestmark = pytest.mark.django_db
ACTOR = {"role": "officer", "area_code": "522601"}


def months(elder: Any, **actor: Any) -> list[date]:
    with time_machine.travel("2026-06-15 12:00+08:00"):
        found = selectors.due_history(actor=make_actor(**(ACTOR | actor)), elder_id=elder.pk)
    return [due.month for due in found]


def month(number: int) -> date:
    return date(2026, number, 1)


def test_a_month_is_owed_to_whoever_a_decision_covers_in_the_order_of_elders() -> None:
    version = make_version()
    first, second = make_elder(), make_elder()
    for elder in (second, first):
        make_decision(elder, version)
    make_decision(make_elder(), version, verdict="maybe", amount_fen=0, first_month=None)
    found = list(selectors.dues(actor=make_actor(**ACTOR), month=date(2026, 5, 20)))
    assert [due.elder_id for due in found] == [first.pk, second.pk]
    assert found[0].amount == Decimal("50.00")
    assert (found[0].month, found[0].fund, found[0].version_id) == (month(5), "county-finance", version.pk)  # fmt: skip
    assert found[0].decision_id == Decision.objects.get(elder=first).pk


def test_nothing_is_owed_before_the_first_month_or_after_the_last() -> None:
    elder = make_elder()
    make_decision(elder, make_version(), until_on=date(2026, 4, 10), last_month=month(4))
    assert months(elder) == [month(1), month(2), month(3), month(4)]


def test_a_death_reported_late_takes_months_away_at_once() -> None:
    elder = make_elder()
    make_decision(elder, make_version())
    assert len(months(elder)) == 6
    type(elder).objects.filter(pk=elder.pk).update(
        status="died", left_on=date(2026, 2, 20), left_reason="death"
    )
    assert months(elder) == [month(1), month(2)]


@pytest.mark.parametrize(("stop", "last"), [("next_month", 2), ("same_month", 1)])
def test_the_version_says_whether_the_month_of_death_is_paid(stop: str, last: int) -> None:
    elder = make_elder(status="died", left_on=date(2026, 2, 20), left_reason="death")
    make_decision(elder, make_version(stop_death=stop))
    assert months(elder)[-1] == month(last)


def test_an_application_begins_what_needs_one() -> None:
    elder = make_elder()
    version = make_version(needs_application=True, back_pay="application")
    make_decision(elder, version)
    assert months(elder) == []
    make_claim(elder, version)
    assert months(elder) == [month(3), month(4), month(5), month(6)]


def test_back_to_the_entitlement_where_the_version_pays_it() -> None:
    elder = make_elder()
    version = make_version(needs_application=True, back_pay="entitlement")
    make_decision(elder, version)
    make_claim(elder, version)
    assert months(elder)[0] == month(1)


def test_who_refused_is_owed_nothing() -> None:
    elder = make_elder()
    version = make_version()
    make_decision(elder, version)
    make_claim(elder, version, answer="refused", applied_on=None)
    assert months(elder) == []


def test_of_two_decisions_that_touch_a_month_the_later_counts_once() -> None:
    elder, old = make_elder(), make_version()
    new = make_version(yuan=60, effective_from=date(2026, 3, 10))
    make_decision(elder, old, until_on=date(2026, 3, 10), last_month=month(3))
    make_decision(elder, new, from_on=date(2026, 3, 10), first_month=month(3), amount_fen=6000)
    with time_machine.travel("2026-06-15 12:00+08:00"):
        found = selectors.due_history(actor=make_actor(**ACTOR), elder_id=elder.pk)
    assert [due.amount for due in found] == [50, 50, 60, 60, 60, 60]


def test_what_later_facts_proved_wrong_is_not_owed() -> None:
    elder = make_elder()
    row = make_decision(elder, make_version())
    Decision.objects.filter(pk=row.pk).update(superseded_at=row.decided_at)
    assert months(elder) == []


def test_a_voucher_comes_only_when_named() -> None:
    elder = make_elder()
    version = make_version("voucher", programme={"kind": "voucher"})
    make_decision(elder, version)
    actor = make_actor(**ACTOR)
    assert list(selectors.dues(actor=actor, month=month(5))) == []
    found = selectors.dues(actor=actor, month=month(5), programme="voucher")
    assert [due.kind for due in found] == ["voucher"]


def test_another_area_is_owed_elsewhere() -> None:
    elder = make_elder(area_code=OTHER_COMMUNITY)
    make_decision(elder, make_version())
    town = make_actor("town_clerk", "522601103")
    assert list(selectors.dues(actor=town, month=month(5))) == []
    with pytest.raises(NotFound):
        selectors.due_history(actor=town, elder_id=elder.pk)


def test_an_inspector_sees_nobodys_money() -> None:
    with pytest.raises(Forbidden):
        list(selectors.dues(actor=make_actor("inspector", "522601"), month=month(5)))


def test_money_that_arrived_makes_the_elder_a_receiver_once() -> None:
    elder, version = make_elder(), make_version()
    make_decision(elder, version)
    actor = make_actor(**ACTOR)
    for day in (date(2026, 2, 15), date(2026, 3, 15)):
        services.receipt_record(
            actor=actor, elder_id=elder.pk, programme="test-allowance", first_paid=day
        )
    assert Receipt.objects.get().first_paid == date(2026, 2, 15)
    assert Decision.objects.get().state == "receiving"


def test_money_that_stopped_leaves_an_entitled_elder_unclaimed() -> None:
    from sangyu.people.entitlement.types import Receipt as Told

    elder, version = make_elder(), make_version()
    make_decision(elder, version)
    actor = make_actor(**ACTOR)
    first = date(2026, 2, 15)
    services.receipts_record(actor=actor, receipts=[Told(elder.pk, "test-allowance", first)])
    services.receipts_record(
        actor=actor, receipts=[Told(elder.pk, "test-allowance", first, date(2026, 4, 15))]
    )
    assert Receipt.objects.get().ended == date(2026, 4, 15)
    assert Decision.objects.get().state == "unclaimed"

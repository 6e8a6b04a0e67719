"""The nightly run, a few people at once, and one person back to the beginning."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from sangyu.insight.engines import duckdb
from sangyu.insight.engines.services import snapshot_take
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import Conflict
from sangyu.kernel.events.delivery import deliver_due
from sangyu.people.entitlement import selectors
from sangyu.people.entitlement.jobs import days_to_decide
from sangyu.people.entitlement.models import Decision, Receipt, Run
from sangyu.people.entitlement.services.deciding import elders_decide, run_make
from sangyu.people.entitlement.services.redeciding import elder_redecide
from sangyu.people.entitlement.tests.factories import make_version
from sangyu.people.registry.services import elders as registry
from sangyu.people.registry.services import life
from sangyu.people.registry.tests.factories import evidence, make_actor, make_elder

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("tests")
FIRST = date(2026, 3, 31)


def run(day: date = FIRST) -> Run:
    return run_make(actor=SYSTEM, as_of=day, at=datetime(day.year, day.month, day.day, tzinfo=UTC))


def told() -> list[tuple[str, str, int]]:
    rows = Decision.objects.standing().order_by("elder_id", "programme__code")
    return [(row.programme.code, row.state, row.amount_fen) for row in rows]


@pytest.fixture
def city(settings: Any, tmp_path: Any) -> Any:
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    return settings


def test_a_run_keeps_what_is_not_plainly_no_with_reasons_and_a_seal(city: Any) -> None:
    make_version(condition="age >= 80 AND ability_level >= 2")
    make_elder(birth_date=date(1940, 1, 1), ability_level=3)
    make_elder(birth_date=date(1940, 1, 1))
    make_elder(birth_date=date(1950, 1, 1))
    done = run()
    assert told() == [("test-allowance", "unclaimed", 5000), ("test-allowance", "maybe", 0)]
    assert [row.told for row in Decision.objects.order_by("pk")] == [0b0101, 0b1001]
    assert (done.population, done.opened, done.closed) == (3, 2, 0)
    assert len(done.seal) == 64


def test_made_again_for_the_same_day_it_changes_nothing(city: Any) -> None:
    make_version()
    make_elder(birth_date=date(1940, 1, 1))
    seal, again = run().seal, run()
    assert (again.opened, again.closed) == (0, 0)
    assert again.seal == seal
    assert Decision.objects.count() == 1


def test_never_for_a_day_before_the_last(city: Any) -> None:
    run(date(2026, 4, 30))
    with pytest.raises(Conflict):
        run(FIRST)


def test_a_birthday_opens_a_decision_and_its_month(city: Any) -> None:
    make_version()
    make_elder(birth_date=date(1946, 4, 20))
    run()
    assert told() == []
    run(date(2026, 4, 20))
    row = Decision.objects.get()
    assert (row.from_on, row.first_month) == (date(2026, 4, 20), date(2026, 4, 1))


def test_a_new_version_ends_the_old_decision_and_begins_another(city: Any) -> None:
    make_version(effective_to=date(2026, 4, 30))
    make_version(yuan=60, effective_from=date(2026, 5, 1))
    make_elder(birth_date=date(1940, 1, 1))
    run()
    run(date(2026, 5, 1))
    old, new = Decision.objects.order_by("from_on")
    assert (old.until_on, old.last_month) == (date(2026, 5, 1), date(2026, 4, 1))
    assert (new.first_month, new.amount_fen) == (date(2026, 5, 1), 6000)


def test_money_that_flows_without_an_entitlement_is_found(city: Any) -> None:
    version = make_version(condition="age >= 90")
    elder = make_elder(birth_date=date(1940, 1, 1))
    Receipt.objects.create(
        elder=elder,
        programme=version.programme,
        first_paid=date(2026, 1, 15),
        recorded_at=datetime(2026, 1, 15, tzinfo=UTC),
    )
    run()
    run(date(2026, 4, 1))
    assert told() == [("test-allowance", "overpaid", 0)]
    assert Decision.objects.count() == 1


def test_who_left_the_register_has_no_standing_decision(city: Any) -> None:
    make_version()
    elder = make_elder(birth_date=date(1940, 1, 1))
    run()
    type(elder).objects.update(status="died", left_on=date(2026, 4, 10), left_reason="death")
    run(date(2026, 4, 15))
    row = Decision.objects.get()
    assert (row.until_on, row.last_month) == (date(2026, 4, 10), date(2026, 4, 1))


def test_a_few_people_are_decided_alone(city: Any) -> None:
    make_version()
    first, second = (make_elder(birth_date=date(1940, 1, 1)) for _ in range(2))
    elders_decide(actor=SYSTEM, elder_ids=[second.pk], as_of=FIRST)
    assert [row.elder_id for row in Decision.objects.all()] == [second.pk]
    elders_decide(actor=SYSTEM, elder_ids=[first.pk, second.pk], as_of=FIRST)
    assert Decision.objects.count() == 2


def test_asked_alone_or_with_everybody_the_answer_is_the_same(city: Any) -> None:
    make_version(condition="has(categories, 'disabled') OR living = 'alone'")
    elders = [make_elder(living=living) for living in ("alone", "unknown", "couple")]
    run()
    before = told()
    assert before == [("test-allowance", "unclaimed", 5000), ("test-allowance", "maybe", 0)]
    merged = elders_decide(actor=SYSTEM, elder_ids=[e.pk for e in elders], as_of=FIRST)
    assert (merged.opened, merged.closed) == (0, 0)


def change(elder: Any, on: date, **values: Any) -> None:
    registry.elder_change(
        actor=make_actor(),
        elder_id=elder.pk,
        values=values,
        evidence=evidence(on=on),
        version=None,
    )


def owed(elder: Any, day: str = "2026-06-15") -> list[int]:
    with time_machine.travel(f"{day} 12:00+08:00"):
        found = selectors.due_history(actor=make_actor("officer", "522601"), elder_id=elder.pk)
    return [due.month.month for due in found]


def test_a_fact_that_comes_late_reaches_the_months_it_concerns(city: Any) -> None:
    make_version(condition="living = 'alone'")
    elder = make_elder(living="couple")
    run()
    with time_machine.travel("2026-06-15 12:00+08:00"):
        change(elder, date(2026, 4, 20), living="alone")
        elder_redecide(actor=SYSTEM, elder_id=elder.pk)
    row = Decision.objects.get()
    assert (row.from_on, row.first_month) == (date(2026, 4, 20), date(2026, 4, 1))
    assert owed(elder) == [4, 5, 6]


def test_what_was_decided_wrongly_is_kept_and_marked(city: Any) -> None:
    make_version(condition="living = 'alone'")
    elder = make_elder(living="alone")
    run()
    with time_machine.travel("2026-06-15 12:00+08:00"):
        change(elder, date(2026, 4, 20), living="couple")
        elder_redecide(actor=SYSTEM, elder_id=elder.pk)
        assert elder_redecide(actor=SYSTEM, elder_id=elder.pk) == 0
    wrong, right = Decision.objects.order_by("superseded_at")[::-1]
    assert wrong.superseded_at is not None or right.superseded_at is not None
    assert owed(elder) == [3, 4]


def test_a_change_is_followed_by_the_worker_within_its_next_look(city: Any) -> None:
    make_version()
    elder = make_elder(birth_date=date(1940, 1, 1))
    with time_machine.travel("2026-03-31 12:00+08:00"):
        run()
    with time_machine.travel("2026-06-15 12:00+08:00"):
        life.elder_record_death(
            actor=make_actor(),
            elder_id=elder.pk,
            evidence=evidence("police", on=date(2026, 5, 2)),
        )
        deliver_due()
    assert not Decision.objects.standing().exists()
    assert owed(elder) == [3, 4, 5]


def test_missed_nights_are_made_up_by_month_ends() -> None:
    assert list(days_to_decide(None, date(2026, 6, 2))) == [date(2026, 6, 2)]
    assert list(days_to_decide(date(2026, 6, 1), date(2026, 6, 2))) == [date(2026, 6, 2)]
    assert list(days_to_decide(date(2026, 3, 20), date(2026, 6, 2))) == [
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
        date(2026, 6, 2),
    ]


def test_the_dataset_holds_what_held_on_the_day(city: Any) -> None:
    make_version(effective_to=date(2026, 4, 30))
    make_version(yuan=60, effective_from=date(2026, 5, 1))
    make_elder(birth_date=date(1940, 1, 1))
    run()
    run(date(2026, 5, 1))
    for day, amount in ((date(2026, 4, 1), "50.00"), (date(2026, 5, 1), "60.00")):
        taken = snapshot_take(actor=SYSTEM, dataset="entitlements", as_of=day)
        found = duckdb.rows(taken, "SELECT programme, state, amount FROM entitlements")
        assert [(r["programme"], str(r["amount"])) for r in found] == [("test-allowance", amount)]

"""Events: handlers of now share the transaction, handlers of later get each event done exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel import audit, events
from sangyu.kernel.actors import Actor, ActorKind, system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.codec import decode, encode
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.kernel.events import delivery
from sangyu.kernel.events.models import Delivery, OutboxEvent

HEARD = audit.register("test.event.heard", "%(who)s heard %(object)s")
SYSTEM = system_actor("test")


@dataclass(frozen=True)
class Moved:
    """Told to a handler of now."""

    who: int


@dataclass(frozen=True)
class Left:
    """Told to two handlers of later; `wrong` names the one that fails."""

    who: int
    wrong: str = ""


@events.subscribe(Moved)
def refuse_odd(event: Moved) -> None:
    """Records, then refuses odd numbers."""
    audit.record(SYSTEM, HEARD, kind="now", id=event.who)
    if event.who % 2:
        raise DomainError("odd", "Odd.")


@events.subscribe_later(Left, name="test.first")
def first(event: Left) -> None:
    """Records before it fails, so that half-done work would show."""
    audit.record(SYSTEM, HEARD, kind="first", id=event.who)
    if event.wrong == "first":
        raise DomainError("wrong", "secret name")


@events.subscribe_later(Left, name="test.second")
def second(event: Left) -> None:
    """Records."""
    audit.record(SYSTEM, HEARD, kind="second", id=event.who)


def heard() -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(action=HEARD).order_by("id")
    return list(rows.values_list("object_kind", "object_id"))


@pytest.mark.django_db
def test_a_handler_of_now_belongs_to_the_transaction() -> None:
    with transaction.atomic():
        events.publish(Moved(2))
    with pytest.raises(DomainError), transaction.atomic():
        events.publish(Moved(3))
    assert heard() == [("now", "2")]


@pytest.mark.django_db(transaction=True)
def test_publishing_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        events.publish(Moved(2))


@pytest.mark.django_db
def test_handlers_of_later_run_once_each_and_only_after_a_commit() -> None:
    with transaction.atomic():
        events.publish(Left(1))
        transaction.set_rollback(True)
    with transaction.atomic():
        events.publish(Left(2))
    assert heard() == []
    assert delivery.deliver_due() == 2
    assert delivery.deliver_due() == 0
    assert sorted(heard()) == [("first", "2"), ("second", "2")]


@pytest.fixture
def dead() -> Iterator[Delivery]:
    """A delivery that failed for the last time."""
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False) as clock:
        with transaction.atomic():
            events.publish(Left(5, wrong="first"))
        delivery.deliver_due()
        for pause in delivery.PAUSES_SECONDS:
            clock.shift(pause - 1)
            assert delivery.deliver_due() == 0
            clock.shift(1)
            assert delivery.deliver_due() == 1
        assert delivery.deliver_due() == 0
        yield Delivery.objects.get(handler="test.first")


@pytest.mark.django_db
def test_a_failing_handler_is_retried_with_growing_pauses_then_listed(dead: Delivery) -> None:
    assert (dead.state, dead.attempts) == ("dead", len(delivery.PAUSES_SECONDS) + 1)
    assert dead.error == "DomainError: wrong"  # never the text
    assert heard() == [("second", "5")]  # nothing half done, and the other was not held up


@pytest.mark.django_db
def test_the_administrator_tries_again(dead: Delivery) -> None:
    browser = Client()
    browser.force_login(make_post("system_admin").account)
    assert "test.first" in browser.get(reverse("events:dead")).content.decode()
    url = reverse("events:again", args=(dead.pk,))
    OutboxEvent.objects.update(payload={"who": 5})  # the cause is mended
    assert browser.post(url).status_code == 303
    assert delivery.deliver_due() == 1
    assert ("first", "5") in heard()
    assert browser.post(url).status_code == 409
    with pytest.raises(Conflict):
        delivery.delivery_revive(actor=SYSTEM, delivery_id=dead.pk)


@pytest.mark.django_db
def test_an_event_whose_handler_is_gone_waits_for_the_administrator() -> None:
    event = OutboxEvent.objects.create(name="gone", payload={}, published_at=datetime.now(UTC))  # noqa: TID251
    row = Delivery.objects.create(event=event, handler="x", next_at=event.published_at)
    delivery.deliver_due()
    row.refresh_from_db()
    assert (row.state, row.error, row.attempts) == ("waiting", "HandlerGoneError", 1)


@pytest.mark.django_db
def test_delivered_events_are_forgotten_after_a_while_and_dead_ones_are_not(dead: Delivery) -> None:
    with transaction.atomic():
        events.publish(Left(6))
    delivery.deliver_due()
    assert delivery.prune() == 0
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        delivery.prune()
    assert [row.event_id for row in Delivery.objects.filter(handler="test.first")] == [
        dead.event_id
    ]


def test_only_frozen_dataclasses_are_events() -> None:
    @dataclass
    class Thawed:
        n: int

    for cls in (Thawed, int):
        with pytest.raises(TypeError):
            events.subscribe(cls)
    with pytest.raises(ValueError, match=r"test\.first"):
        events.subscribe_later(Left, name="test.first")(second)


class Colour(Enum):
    """An enum with values that are not strings."""

    RED = 1


@dataclass(frozen=True)
class Everything:
    """One field of each kind that `codec` knows."""

    text: str
    day: date
    at: datetime
    hour: time
    amount: Decimal
    key: UUID
    actor: Actor
    colour: Colour = Colour.RED
    none: date | None = None
    days: tuple[date, ...] = ()
    pair: tuple[int, date] = (1, date(2026, 1, 1))
    names: frozenset[str] = frozenset()
    amounts: dict[str, Decimal] = field(default_factory=dict)
    listed: list[Colour] = field(default_factory=list)


@given(
    st.builds(
        Everything,
        text=st.text(),
        at=st.datetimes(timezones=st.just(UTC)),
        amount=st.decimals(allow_nan=False, allow_infinity=False),
        actor=st.builds(Actor, kind=st.sampled_from(ActorKind), label=st.text()),
        none=st.none() | st.dates(),
        amounts=st.dictionaries(st.text(), st.decimals(allow_nan=False, allow_infinity=False)),
    )
)
def test_what_is_stored_comes_back_as_it_was(event: Everything) -> None:
    assert decode(Everything, encode(event)) == event


def test_an_unknown_type_is_named() -> None:
    with pytest.raises(TypeError, match="object"):
        encode(object())

"""Enters made-up people into the register, with their past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sangyu.demo.population import REGISTER_BEGAN, Person
from sangyu.kernel.actors import Actor
from sangyu.people.registry.services import bulk, categories, history


def settle(actor: Actor, found: list[Person], *, at: datetime, today: date) -> None:
    """Everybody of one city; `actor` is narrowed to it."""
    ids = bulk.elders_copy(
        actor=actor, rows=(_row(person) for person in found), registered_on=REGISTER_BEGAN,
        source="community_visit", at=at,
    )  # fmt: skip
    remember(actor, list(zip(ids, found, strict=True)), at=at)
    for year in range(REGISTER_BEGAN.year, today.year):
        categories.categories_recompute(actor=actor, on=date(year, 12, 31), at=at)
    categories.categories_recompute(actor=actor, on=today, at=at)


def _row(person: Person) -> dict[str, Any]:
    row: dict[str, Any] = dict(person.columns)
    row |= {"id_kind": "resident", "id_number": person.id_number, "phone": person.phone}
    if person.died_on:
        row |= {"status": "died", "left_on": person.died_on, "left_reason": "death"}
    elif person.moved_on:
        row |= {"status": "moved", "left_on": person.moved_on, "left_reason": "moved_out"}
    return row


def remember(actor: Actor, found: list[tuple[int, Person]], *, at: datetime) -> None:
    """Changes, categories and contacts of people by their number."""
    history.history_copy(
        actor=actor,
        changes=[change for number, person in found for change in _changes(number, person)],
        categories=[
            history.PastCategory(number, category, since, "演示数据：社区核实")
            for number, person in found
            if not person.died_on and not person.moved_on
            for category, since in person.categories
        ],
        contacts=[
            history.PastContact(number, person.child[0], "2", person.child[1])
            for number, person in found
            if person.child and not person.died_on
        ],
        at=at,
    )


def _changes(number: int, person: Person) -> Iterator[history.PastChange]:
    for change in person.changes:
        yield _past(number, change.field, change.before, change.after, change.on)
    on = person.died_on or person.moved_on
    if on:
        status, reason = ("died", "death") if person.died_on else ("moved", "moved_out")
        yield _past(number, "status", "present", status, on)
        yield _past(number, "left_on", None, on.isoformat(), on)
        yield _past(number, "left_reason", "", reason, on)


def _past(
    number: int, field: str, before: str | None, after: str | None, on: date
) -> history.PastChange:
    """A change that was entered on the morning of its day."""
    entered = datetime.combine(on, time(1), UTC)
    return history.PastChange(number, field, before, after, on, recorded_at=entered)

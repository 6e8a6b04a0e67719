"""The timeline of one field of one elder: a change is put where it belongs by its day, and its neighbours mended.

Invariant, over the applied changes in (effective_on, id): each `before` is the `after` of the one before it, and the
last `after` is the elder's column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from sangyu.kernel import pii
from sangyu.kernel.actors import Actor
from sangyu.people.registry.models import Elder, ElderChange
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.rules.fields import FIELDS, Kind, from_json
from sangyu.people.registry.services._rows import (
    CHANGE_LABEL,
    columns_of,
    sealed_copy,
    shown,
    value_of,
)
from sangyu.people.registry.types import ChangeState, Evidence


@dataclass(frozen=True)
class Occasion:
    """What all changes recorded together have in common."""

    actor: Actor
    at: datetime
    evidence: Evidence
    group: UUID


def applied(elder: Elder, field: str) -> Any:
    """The field's applied changes in their order."""
    return ElderChange.objects.filter(elder=elder, field=field, state=ChangeState.APPLIED).order_by(
        "effective_on", "id"
    )


def values_on(elder: Elder, fields: Iterable[str], on: date) -> dict[str, Any]:
    """What each field was on a day, in one query."""
    values = {field: value_of(elder, field) for field in fields}
    later = ElderChange.objects.filter(
        elder=elder, field__in=values, state=ChangeState.APPLIED, effective_on__gt=on
    ).order_by("-effective_on", "-id")
    for change in later:
        values[change.field] = _before(change)
    return values


def propose(elder: Elder, field: str, value: Any, occasion: Occasion) -> ElderChange:
    """Keep a change for approval; nothing else moves."""
    return _new(elder, field, value_of(elder, field), value, occasion, ChangeState.PROPOSED)


def insert(elder: Elder, field: str, value: Any, occasion: Occasion) -> tuple[Any, Any]:
    """Apply a change as of its day. Sets the elder's column if it is the latest (the caller saves the elder).

    Returns the value of that day before and after. The same value as before is no change, and nothing is kept.
    """
    later = applied(elder, field).filter(effective_on__gt=occasion.evidence.effective_on).first()
    before = value_of(elder, field) if later is None else _before(later)
    if before == value:
        return before, value
    if later is None:
        _set(elder, field, value)
    else:
        _mend(later, value)
    _new(elder, field, before, value, occasion, ChangeState.APPLIED)
    return before, value


def apply_proposed(change: ElderChange, elder: Elder, *, at: datetime, by: str) -> None:
    """Put a proposed change into the timeline."""
    value = _after(change)
    later = applied(elder, change.field).filter(effective_on__gt=change.effective_on).first()
    before = value_of(elder, change.field) if later is None else _before(later)
    if later is None:
        _set(elder, change.field, value)
    else:
        _mend(later, value)
    change.before, change.before_sealed = (
        shown(change.field, before),
        sealed_copy(change.field, before),
    )
    _close(change, ChangeState.APPLIED, at=at, by=by)


def take_out(change: ElderChange, elder: Elder, *, at: datetime, by: str) -> None:
    """Undo an applied change: the next one, or the elder, gets its `before`."""
    later = (
        applied(elder, change.field)
        .filter(Q(effective_on__gt=change.effective_on) | Q(effective_on=change.effective_on, id__gt=change.pk))
        .first()
    )  # fmt: skip
    if later is None:
        _set(elder, change.field, _before(change))
    else:
        _mend(later, _before(change))
    _close(change, ChangeState.UNDONE, at=at, by=by)


def _new(
    elder: Elder, field: str, before: Any, after: Any, occasion: Occasion, state: ChangeState
) -> ElderChange:
    return ElderChange.objects.create(
        elder=elder,
        field=field,
        before=shown(field, before),
        after=shown(field, after),
        before_sealed=sealed_copy(field, before),
        after_sealed=sealed_copy(field, after),
        effective_on=occasion.evidence.effective_on,
        recorded_at=occasion.at,
        source=occasion.evidence.source,
        proof=occasion.evidence.proof,
        proof_file=occasion.evidence.proof_file,
        batch_id=occasion.evidence.batch_id,
        state=state,
        group=occasion.group,
        **actor_values(occasion.actor),
    )


def _set(elder: Elder, field: str, value: Any) -> None:
    for column, content in columns_of({field: value}).items():
        setattr(elder, column, content)


def _mend(later: ElderChange, value: Any) -> None:
    later.before, later.before_sealed = shown(later.field, value), sealed_copy(later.field, value)
    later.save(update_fields=["before", "before_sealed"])


def _close(change: ElderChange, state: ChangeState, *, at: datetime, by: str) -> None:
    change.state, change.decided_at, change.decided_by = state, at, by
    change.save(update_fields=["state", "decided_at", "decided_by", "before", "before_sealed"])


def _before(change: ElderChange) -> Any:
    return _value(change.field, change.before, change.before_sealed)


def _after(change: ElderChange) -> Any:
    return _value(change.field, change.after, change.after_sealed)


def _value(field: str, shown_value: Any, sealed: bytes | memoryview | None) -> Any:
    if FIELDS[field].kind is Kind.SEALED:
        return pii.open_(sealed, CHANGE_LABEL) if sealed else ""
    return from_json(field, shown_value)

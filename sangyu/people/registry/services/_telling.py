"""How a change of an elder is told: one audit entry and one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import audit, events, pii
from sangyu.kernel.actors import Actor
from sangyu.people.registry import audit_codes
from sangyu.people.registry.events import (
    ChangeDecided,
    ChangeProposed,
    ElderChanged,
    ElderDied,
    ElderMoved,
)
from sangyu.people.registry.models import Elder, ElderChange
from sangyu.people.registry.services._rows import shown
from sangyu.people.registry.services._timeline import Occasion
from sangyu.people.registry.types import Status

Values = Mapping[str, Any]


def record(  # noqa: PLR0913, PLR0917  one entry has this many facts
    actor: Actor,
    code: str,
    elder: Elder,
    before: Values | None = None,
    after: Values | None = None,
    at: datetime | None = None,
    clause: str = "",
) -> None:
    """An entry about an elder; the name is masked, for entries outlive the record."""
    audit.record(
        actor,
        code,
        kind="elder",
        id=elder.pk,
        area_code=elder.area_code,
        label=pii.mask_name(elder.name),
        before=before,
        after=after,
        at=at,
        clause=clause,
    )


def area_label(actor: Actor) -> str:
    """What an entry about the actor's whole area calls it."""
    return area_name(actor.area_code).full_name if actor.area_code else _("the whole register")


def applied(
    actor: Actor,
    code: str,
    elder: Elder,
    pairs: Mapping[str, tuple[Any, Any]],
    *,
    on: date,
    at: datetime,
) -> None:
    """Fields that changed, each with its value before and after."""
    before = {field: shown(field, pair[0]) for field, pair in pairs.items()}
    after = {field: shown(field, pair[1]) for field, pair in pairs.items()}
    record(actor, code, elder, before, after | {"effective_on": on}, at)
    events.publish(ElderChanged(elder.pk, elder.area_code, tuple(pairs), on))


def proposed(actor: Actor, elder: Elder, values: Values, occasion: Occasion) -> None:
    """Fields that wait for approval."""
    after = {field: shown(field, value) for field, value in values.items()}
    after |= {"effective_on": occasion.evidence.effective_on, "proof": occasion.evidence.proof}
    record(actor, audit_codes.PROPOSED, elder, after=after, at=occasion.at)
    events.publish(ChangeProposed(str(occasion.group), elder.pk, elder.area_code, tuple(values)))


def decided(
    actor: Actor, elder: Elder, changes: Sequence[ElderChange], at: datetime, *, approved: bool
) -> None:
    """A proposal that was approved or rejected."""
    code = audit_codes.APPROVED if approved else audit_codes.REJECTED
    before = {change.field: change.before for change in changes}
    after = {change.field: change.after for change in changes}
    record(actor, code, elder, before, after, at)
    events.publish(
        ChangeDecided(str(changes[0].group), elder.pk, elder.area_code, approved=approved)
    )
    if not approved:
        return
    fields = tuple(change.field for change in changes)
    on = min(change.effective_on for change in changes)
    if "status" in fields:
        departed(elder, on)
    else:
        events.publish(ElderChanged(elder.pk, elder.area_code, fields, on))


def departed(elder: Elder, on: date) -> None:
    """The event of a departure that is now in force."""
    if elder.status == Status.DIED:
        events.publish(ElderDied(elder.pk, elder.area_code, on))
    else:
        events.publish(ElderMoved(elder.pk, elder.area_code, "", on))

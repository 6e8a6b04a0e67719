"""Deciding what was proposed, and undoing what was applied by mistake."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, Forbidden
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.models import ElderChange
from sangyu.people.registry.rules.fields import STATUS_FIELDS
from sangyu.people.registry.services import _telling, _timeline
from sangyu.people.registry.services._judging import ensure_plausible
from sangyu.people.registry.services._rows import elder_for_change, elder_save, value_of
from sangyu.people.registry.types import ChangeOutcome, ChangeState


@transaction.atomic
def change_decide(
    *,
    actor: Actor,
    group: uuid.UUID | str,
    approve: bool,
    note: str = "",
    at: datetime | None = None,
) -> ChangeOutcome:
    """Approve or reject what was proposed together. Nobody approves their own proposal (four eyes)."""
    waiting = (
        ElderChange.objects.visible_to(actor)
        .filter(group=group, state=ChangeState.PROPOSED)
        .order_by("id")
    )
    first = waiting.first()
    if first is None:
        raise _no_proposal()
    elder = elder_for_change(actor, first.elder_id, rights.ELDER_APPROVE)
    changes = list(waiting)  # again, now that nobody else decides on this record
    if not changes:
        raise _no_proposal()
    at = at or clock.now()
    if approve and changes[0].actor_account_id == actor.account_id is not None:
        raise Forbidden(
            "own-proposal",
            _("You proposed this change yourself, so somebody else has to approve it."),
            remedy=_("Ask a colleague of the town to look at it."),
        )
    if approve:
        for change in changes:
            _timeline.apply_proposed(change, elder, at=at, by=actor.label)
        ensure_plausible(elder, clock.legal_day(at))
        elder_save(actor, elder, at)
    else:
        ElderChange.objects.filter(pk__in=[change.pk for change in changes]).update(
            state=ChangeState.REJECTED, decided_at=at, decided_by=actor.label, decision_note=note[:300]
        )  # fmt: skip
    _telling.decided(actor, elder, changes, at, approved=approve)
    fields = tuple(change.field for change in changes)
    return ChangeOutcome(elder.pk, elder.version, applied=fields if approve else ())


def _no_proposal() -> Conflict:
    return Conflict(
        "no-proposal",
        _("This proposal has been decided already, or is not in your area."),
        remedy=_("Look at the record's history."),
    )


@transaction.atomic
def change_undo(
    *, actor: Actor, elder_id: int, change_id: int, at: datetime | None = None
) -> ChangeOutcome:
    """Take one applied change out of the record's history, as if it had never been made (a slip of the pen)."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    at = at or clock.now()
    change = ElderChange.objects.filter(
        elder=elder, pk=change_id, state=ChangeState.APPLIED
    ).first()
    if change is None or change.field in STATUS_FIELDS:
        raise Conflict(
            "not-undoable",
            _("This change cannot be undone here: it is not in force, or it is a death or a move."),
            remedy=_("A mistaken death or move is taken back by “reinstate”."),
        )
    before = value_of(elder, change.field)
    _timeline.take_out(change, elder, at=at, by=actor.label)
    ensure_plausible(elder, clock.legal_day(at))
    elder_save(actor, elder, at)
    _telling.applied(
        actor, audit_codes.UNDONE, elder, {change.field: (before, value_of(elder, change.field))},
        on=change.effective_on, at=at,
    )  # fmt: skip
    return ChangeOutcome(elder.pk, elder.version, (change.field,))

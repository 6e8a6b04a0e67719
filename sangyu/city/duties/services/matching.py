"""Duties that follow what waits in a room: opened, handed over, closed and reopened to match it, never appended."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from sangyu.city.duties import registry, rights
from sangyu.city.duties.models import Duty
from sangyu.city.duties.services.steps import (
    duties_close_for_subject,
    duty_cancel,
    duty_open,
    duty_reopen,
    duty_transfer,
)
from sangyu.city.duties.types import CLOSED, LIVE, Claim, Outcome, Reconciled
from sangyu.kernel import access, clock
from sangyu.kernel.actors import Actor

OutcomeOf = Callable[[str, str], Outcome]
"""(subject id, period) → what became of a subject that no longer asks."""


@transaction.atomic
def duties_match(
    *,
    actor: Actor,
    kind: str,
    claims: Collection[Claim],
    outcome: OutcomeOf,
    only: Collection[str] | None = None,
    at: datetime | None = None,
) -> Reconciled:
    """Make the live duties of a kind those of the claims; `only` limits it to these subjects. Safe to repeat.

    A claim that moved to another unit takes its duty along: a new step clock, the old statutory day. What a person
    cancelled stays cancelled; a subject that asks again after its duty was closed takes the same duty up again.
    """
    access.require(actor, rights.DUTY_MANAGE)
    at = at or clock.now()
    rows = {
        (row.subject_kind, row.subject_id, row.period): row
        for row in _known(kind, only, {claim.subject.id for claim in claims})
    }
    asked = {claim.key: claim for claim in claims}
    total = Reconciled()
    for key, claim in asked.items():
        total += _follow(actor, rows[key], claim, at) if key in rows else _add(actor, kind, claim)
    for key, row in rows.items():
        if key not in asked and row.state in LIVE:
            total += _settle(actor, row, outcome(row.subject_id, row.period), at)
    return total


def _known(kind: str, only: Collection[str] | None, asked: set[str]) -> QuerySet[Duty]:
    """The live duties of the kind, and those of the claims whatever their state."""
    rows = Duty.objects.filter(rule__isnull=True, kind=kind)
    wanted = rows.filter(state__in=LIVE) | rows.filter(subject_id__in=asked)
    if only is not None:
        wanted = rows.filter(subject_id__in=set(only))
    found: QuerySet[Duty] = wanted.select_related("lead").order_by("pk")
    return found


def _add(actor: Actor, kind: str, claim: Claim) -> Reconciled:
    terms = claim.terms
    declared = registry.kind_of(kind)
    with translation.override(
        "zh-hans"
    ):  # the ledger is kept in Chinese; pages word it for their reader
        title, description = str(declared.title or declared.label), str(declared.description)
    duty_open(
        actor=actor, kind=kind, title=title, description=description, subject=claim.subject,
        due_after=terms.due_after, day_count=terms.day_count, clause=terms.clause, period=claim.period,
        step_days=terms.step_days, escalation=terms.escalation, overseer_id=terms.overseer_id,
        at=claim.since,
    )  # fmt: skip
    return Reconciled(added=1, opened=1)


def _follow(actor: Actor, row: Duty, claim: Claim, at: datetime) -> Reconciled:
    """Bring a known duty where its subject is now."""
    changed = 0
    if row.state in CLOSED:
        duty_reopen(actor=actor, duty_id=row.pk, reason=_("It waits for a decision again."), at=at)
        changed = 1
    moved = (
        row.area_code != claim.subject.area_code and row.lead_id != claim.subject.organisation_id
    )
    if (
        moved and row.state in LIVE | CLOSED
    ):  # a hand-over by a director stays; a move of the subject does not ask him
        duty_transfer(
            actor=actor, duty_id=row.pk, organisation_id=claim.subject.organisation_id,
            reason=_("The person belongs to another town now."), area_code=claim.subject.area_code, at=at,
        )  # fmt: skip
        changed = 1
    return Reconciled(changed=changed)


def _settle(actor: Actor, row: Duty, became: Outcome, at: datetime) -> Reconciled:
    at = became.at or at
    if became.proof is not None:
        closed = duties_close_for_subject(
            actor=actor, kind=row.kind, subject_kind=row.subject_kind, subject_id=row.subject_id,
            period=row.period, proof=[became.proof], at=at,
        )  # fmt: skip
        return Reconciled(changed=closed)
    duty_cancel(actor=actor, duty_id=row.pk, reason=became.reason, at=at)
    return Reconciled(cancelled=1)

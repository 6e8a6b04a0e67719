"""What the duty pages show, taken from the selectors and put into the words of the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.duties import selectors
from sangyu.city.duties.forms import BoardFilter
from sangyu.city.duties.selectors import DutyDetail
from sangyu.city.duties.types import (
    BY_HAND,
    CLOSED,
    LIVE,
    OWNERS_TURN,
    DutyState,
    Part,
    ProofKind,
)
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit.selectors import history as trail
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.listing import Column


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    at: datetime
    title: str
    who: str


COLUMNS = [
    Column("title", gettext_lazy("Duty")),
    Column("lead", gettext_lazy("Leading unit"), is_minor=True),
    Column("state", gettext_lazy("State")),
    Column("due", gettext_lazy("Due"), sort="due_sort", kind="date"),
]


def board(request: ActorRequest, filters: BoardFilter) -> dict[str, Any]:
    """The context of the list of duties."""
    actor, today = request.actor, clock.today()
    wanted = filters.cleaned_data if filters.is_valid() else {}
    rows = selectors.duties_found(
        actor=actor,
        scope=wanted.get("scope") or None,
        state=wanted.get("state", ""),
        text=wanted.get("q", ""),
    )
    page = listing.build(request, rows, COLUMNS, default="due_sort", list_id="duties")
    page = replace(page, rows=selectors.rows_of(page.rows, actor=actor, on=today))
    year = today.replace(month=1, day=1)
    return {
        "filter": filters,
        "duties": page,
        "late": selectors.overdue_by_unit(actor=actor, on=today)[:10],
        "rates": selectors.on_time_rates(actor=actor, since=year, until=today)[:30],
        "counts": selectors.worklist_counts(actor=actor, on=today),
    }


def facts(found: DutyDetail) -> list[tuple[str, object]]:
    """The facts of a duty, in the order an official asks for them."""
    duty, row = found.duty, found.row
    names = {
        part: "、".join(unit.short_name for unit, its in found.parties if its == part)
        for part in Part
    }
    pairs = [
        (_("Leading unit"), row.lead.name),
        (_("Leads jointly"), names[Part.JOINT]),
        (_("Supports"), names[Part.SUPPORT]),
        (_("Overseen by"), found.overseer.name if found.overseer else ""),
        (_("Assigned to"), row.assignee or _("nobody yet")),
        (_("Period"), row.period),
        (_("Opened"), duty.opened_on),
        (_("Due"), duty.statutory_due or _("without a day")),
        (_("Days are"), row.day_count.label),
        (_("This step is due"), row.step_due),
        (_("Proof submitted"), duty.submitted_on),
        (_("Closed"), duty.closed_on),
        (_("Last reason"), duty.reason),
    ]
    return [(term, value) for term, value in pairs if value not in (None, "")]


def history(actor: Actor, found: DutyDetail) -> list[Happening]:
    """What happened to the duty, newest first, from the audit trail."""
    return [
        Happening(entry.at, entry.sentence, entry.organisation)
        for entry in trail(actor=actor, kind="duty", id=found.duty.pk)
    ]


def steps_for(found: DutyDetail) -> list[tuple[str, str]]:
    """The steps the actor may take now, the likeliest first: (slug, tone)."""
    state, row = found.row.state, found.row
    steps: list[tuple[str, str]] = []
    if found.may_act and state in OWNERS_TURN:
        if found.duty.proof_required in (ProofKind.NONE, *BY_HAND):
            steps += [("submit", "primary" if row.action is None else "")]
        steps += [] if row.is_mine else [("take", "")]
        steps += [("assign", "")]
    if found.may_manage:
        if state == DutyState.SUBMITTED:
            steps += [("close", "primary"), ("return", "danger")]
        if state in LIVE:
            steps += [("transfer", ""), ("cancel", "danger")]
        if state in CLOSED:
            steps += [("reopen", "")]
    return steps


def form_arguments(step: str, actor: Actor, found: DutyDetail) -> dict[str, Any]:
    """What a step's form must know."""
    arguments: dict[str, dict[str, Any]] = {
        "assign": {"lead_id": found.duty.lead_id},
        "submit": {"required_kind": found.duty.proof_required},
        "transfer": {"actor": actor},
    }
    return arguments.get(step, {})

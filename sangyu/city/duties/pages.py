"""What the duty pages show, taken from the selectors and put into the words of the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.duties import registry, selectors
from sangyu.city.duties.board import Wanted, duties_wanted
from sangyu.city.duties.forms import BoardFilter
from sangyu.city.duties.selectors import DutyDetail
from sangyu.city.duties.types import (
    BY_HAND,
    CLOSED,
    LIVE,
    OPEN_TO_FILES,
    OWNERS_TURN,
    SOON_DAYS,
    DutyState,
    OnTimeRate,
    Part,
    ProofKind,
)
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit.selectors import history as trail
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.charts import Chart, Series
from sangyu.kernel.ui.listing import Column

GOOD_RATE, BAD_RATE = Decimal("0.9"), Decimal("0.7")
"""Marks of the page of rates; a reading aid of this house, no norm."""


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
    wanted = Wanted.of(filters.cleaned_data) if filters.is_valid() else Wanted()
    rows = duties_wanted(actor=actor, wanted=wanted, on=today)
    page = listing.build(request, rows, COLUMNS, default="due_sort", list_id="duties")
    page = replace(page, rows=selectors.rows_of(page.rows, actor=actor, on=today))
    year = today.replace(month=1, day=1)
    return {
        "filter": filters,
        "duties": page,
        "late": selectors.overdue_by_unit(actor=actor, on=today)[:10],
        "rates": [
            rate_line(one, year, today)
            for one in sorted(
                selectors.on_time_rates(actor=actor, since=year, until=today),
                key=lambda one: (one.rate or 0, -one.due),
            )[:10]
        ],
        "year": year,
        "until": today,
        "query": request.GET.urlencode(),
        "counts": selectors.worklist_counts(actor=actor, on=today),
    }


@dataclass(frozen=True)
class RateLine:
    """A unit's record with the addresses of the duties behind each figure."""

    rate: OnTimeRate
    on_time_url: str
    late_url: str
    unfinished_url: str

    @property
    def tone(self) -> str:
        """Good from nine in ten, bad below seven in ten."""
        share = self.rate.rate
        if share is None:
            return ""
        return "good" if share >= GOOD_RATE else "bad" if share < BAD_RATE else "warn"


def rate_line(rate: OnTimeRate, since: date, until: date) -> RateLine:
    """One unit, each figure with the list it opens to."""
    base = {"unit": rate.unit.id, "due_from": since.isoformat(), "due_to": until.isoformat()}

    def url(**more: str) -> str:
        return f"{reverse('duties:board')}?{urlencode({'scope': 'area'} | base | more)}"

    return RateLine(
        rate,
        url(state=DutyState.DONE),
        url(state=DutyState.DONE_LATE),
        url(when="overdue"),
    )


def rates(rows: list[OnTimeRate], year: int, until: date) -> dict[str, Any]:
    """The context of the page of rates: the worst first, with the chart and the sum."""
    since = date(year, 1, 1)
    worst = sorted(rows, key=lambda one: (one.rate if one.rate is not None else 1, -one.due))
    total = sum(one.due for one in rows)
    chart = Chart(
        "rates", _("Kept, kept late and unfinished, by unit"),
        categories=[one.unit.short_name for one in worst],
        series=[
            Series(_("Done in time"), [one.on_time for one in worst], "#2F6B4F"),
            Series(_("Done late"), [one.late for one in worst], "#C98A3A"),
            Series(_("Overdue"), [one.unfinished for one in worst], "#B02A2A"),
        ],
        is_stacked=True, is_sideways=True, height="large",
    )  # fmt: skip
    return {
        "lines": [rate_line(one, since, until) for one in worst],
        "chart": chart if rows else None,
        "year": year,
        "until": until,
        "years": [clock.today().year - back for back in range(3)],
        "total": total,
        "on_time": sum(one.on_time for one in rows),
        "late": sum(one.late for one in rows),
        "unfinished": sum(one.unfinished for one in rows),
    }


def description(found: DutyDetail) -> str:
    """What is to be done, in the reader's language where the kind of duty words it."""
    return str(registry.kind_of(found.duty.kind).description) or found.duty.description


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


@dataclass(frozen=True)
class Clock:
    """One of a duty's two clocks as its page shows it; `share`: how much of its time is gone, 0 to 100."""

    code: str
    title: str
    due: date | None
    started: date | None
    share: int
    note: str
    tone: str


def clocks(found: DutyDetail) -> list[Clock]:
    """The statutory clock, which nothing restarts, and the clock of the present step, which each hand-over restarts."""
    duty, today = found.duty, clock.today()
    step_began = clock.legal_day(duty.step_started_at) if duty.step_started_at else None
    end = duty.submitted_on or duty.closed_on or today
    shown = [
        Clock(
            "statutory", _("Statutory day"), duty.statutory_due, duty.opened_on,
            share_gone(duty.opened_on, duty.statutory_due, end),
            _("Never restarts: not by a hand-over, a return or a reminder."),
            _clock_tone(duty.statutory_due, end),
        )
    ]  # fmt: skip
    if found.row.step_due is not None:
        shown.append(
            Clock(
                "step", _("Present step"), found.row.step_due, step_began,
                share_gone(step_began, found.row.step_due, today),
                _("Begins anew with each hand-over; whoever has the step is reminded when it passes."),
                _clock_tone(found.row.step_due, today),
            )
        )  # fmt: skip
    return shown


def share_gone(began: date | None, due: date | None, on: date) -> int:
    """How much of the time from `began` to `due` is gone on a day, in percent, from 0 to 100."""
    if began is None or due is None:
        return 0
    whole = (due - began).days
    return 100 if whole <= 0 else max(0, min(100, (on - began).days * 100 // whole))


def _clock_tone(due: date | None, on: date) -> str:
    if due is None:
        return ""
    return "bad" if due < on else "warn" if (due - on).days <= SOON_DAYS else ""


def may_change_files(found: DutyDetail) -> bool:
    """The owner adds and takes back files while its proof waits to be accepted."""
    return found.may_act and found.row.state in OPEN_TO_FILES


def steps_for(found: DutyDetail) -> list[tuple[str, str]]:
    """The steps the actor may take now, the likeliest first: (slug, tone)."""
    state, row = found.row.state, found.row
    steps: list[tuple[str, str]] = []
    if found.may_act and state in OWNERS_TURN:
        by_hand = registry.kind_of(found.duty.kind).by_hand
        if by_hand and found.duty.proof_required in (ProofKind.NONE, *BY_HAND):
            steps += [("submit", "primary" if row.action is None else "")]
        steps += [] if row.is_mine else [("take", "")]
        steps += [("assign", "")]
    if may_change_files(found):
        steps += [("attach", "")]
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

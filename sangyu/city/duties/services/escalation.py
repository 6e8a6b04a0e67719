"""Escalation: what is due soon or overdue goes up its plan, step by step, assigned or not (P22).

One duty tells one recipient one thing a day, the gravest (P28); a finished duty tells nobody anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from sangyu.city.duties import events, policy, rights
from sangyu.city.duties.models import Duty, DutyEscalation, Notice
from sangyu.city.duties.notices import OVERDUE_ELSEWHERE, OVERDUE_MANY
from sangyu.city.duties.policy import Step
from sangyu.city.duties.services import _ledger as ledger
from sangyu.city.duties.types import OWNERS_TURN, DutyState
from sangyu.city.organisations import selectors as units
from sangyu.city.organisations.types import Role
from sangyu.kernel import access, audit, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit import Subject as Entry
from sangyu.kernel.events import publish

BATCH = 500
CLOCK_FIELD = {"statutory": "statutory_due", "step": "step_due", "review": "step_due"}
Recipient = tuple[str, int]
"""("account" or "organisation", id)."""
Telling = tuple[Recipient, str, Duty]
GROUP = 3
"""More duties of one rule than this become one notice."""


@transaction.atomic
def duties_escalate(*, actor: Actor, at: datetime | None = None) -> int:
    """Take every step that is due on the day of `at`; returns how many were taken. Safe to repeat."""
    access.require(actor, rights.DUTY_MANAGE)
    at = at or clock.now()
    today = clock.legal_day(at)
    _mark_overdue(actor, today, at)
    due: dict[int, list[Step]] = defaultdict(list)
    duties: dict[int, Duty] = {}
    for plan, steps in policy.plans().items():
        for step in steps:
            for duty in _at_step(actor, plan, step, today):
                due[duty.pk].append(step)
                duties[duty.pk] = duty
    tellings: list[Telling] = []
    for pk in list(due):
        tellings += _take(actor, duties[pk], due[pk], today, at)
    _tell(tellings, at)
    return sum(map(len, due.values()))


def _at_step(actor: Actor, plan: str, step: Step, today: date) -> Iterable[Duty]:
    """The duties for which this step is due and has not been taken for the clock as it stands."""
    clock_field = CLOCK_FIELD[step.clock]
    taken = DutyEscalation.objects.filter(
        duty_id=OuterRef("pk"), step=step.step, clock_due=OuterRef(clock_field)
    )
    states = {DutyState.SUBMITTED} if step.clock == "review" else OWNERS_TURN
    rows = (
        Duty.objects.select_for_update(of=("self",))
        .visible_to(actor)
        .filter(
            ~Exists(taken),
            escalation=plan,
            state__in=states,
            **{f"{clock_field}__lte": today - timedelta(days=step.days)},
        )
        .select_related("lead", "parent")
        .order_by("pk")
    )
    return list(rows)


def _take(actor: Actor, duty: Duty, steps: list[Step], today: date, at: datetime) -> list[Telling]:
    """Record the steps of one duty; returns who is to be told what: to each recipient the gravest."""
    told: dict[Recipient, Step] = {}
    for step in steps:  # mildest first
        told.update(dict.fromkeys(_recipients(duty, step), step))
    DutyEscalation.objects.bulk_create(
        [
            DutyEscalation(
                duty=duty, step=step.step, on=today, is_told=step in told.values(),
                clock_due=getattr(duty, CLOCK_FIELD[step.clock]),
            )
            for step in steps
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    ledger.silence([duty.pk])
    before_step = {"step_due": duty.step_due}
    if any(step.clock in {"step", "review"} for step in steps):
        Duty.objects.filter(pk=duty.pk).update(**ledger.step_clock(duty, at))
    ledger.record(
        actor, rights.ESCALATED, duty, before=before_step,
        after={"steps": [step.step for step in steps]}, at=at,
    )  # fmt: skip
    return [(recipient, step.notice, duty) for recipient, step in told.items()]


def _tell(tellings: list[Telling], at: datetime) -> None:
    """Make the notices; many duties of one rule become one notice to the same recipient."""
    groups: dict[tuple[Recipient, str, int | None], list[Duty]] = defaultdict(list)
    for recipient, notice, duty in tellings:
        groups[recipient, notice, duty.rule_id].append(duty)
    made: list[Notice] = []
    for ((kind, pk), notice, rule_id), duties in groups.items():
        account, unit = (pk, None) if kind == "account" else (None, pk)
        if notice == OVERDUE_ELSEWHERE and rule_id is not None and len(duties) > GROUP:
            one = ledger.notice_for(
                duties[0], OVERDUE_MANY, at=at, account_id=account, organisation_id=unit
            )
            one.words |= {
                "title": duties[0].title, "label": "", "period": "", "count": len(duties),
            }  # fmt: skip
            query = urlencode({"scope": "area", "q": duties[0].title})
            one.duty, one.link = duties[0].parent, f"{reverse('duties:board')}?{query}"
            made.append(one)
            continue
        made += [
            ledger.notice_for(duty, notice, at=at, account_id=account, organisation_id=unit)
            for duty in duties
        ]
    Notice.objects.bulk_create(made)


def _recipients(duty: Duty, step: Step) -> list[Recipient]:
    if step.to == "owner":
        if duty.assignee_id is not None:
            return [("account", duty.assignee_id)]
        return [("organisation", duty.lead_id)]
    if step.to == "overseer":
        if duty.overseer_id is None or duty.overseer_id == duty.lead_id:
            return []
        return [("organisation", duty.overseer_id)]
    return [
        ("account", pk) for pk in units.accounts_holding(Role.DIRECTOR, covering=duty.area_code)
    ]


def _mark_overdue(actor: Actor, today: date, at: datetime) -> None:
    """Note the first day of lateness and tell the rooms above, once for each statutory day."""
    rows = list(
        Duty.objects.select_for_update(of=("self",))
        .visible_to(actor)
        .overdue(today)
        .filter(overdue_since__isnull=True)
        .order_by("pk")
    )
    due_days = {row.pk: row.statutory_due for row in rows if row.statutory_due is not None}
    for row in rows:
        row.overdue_since = due_days[row.pk] + timedelta(days=1)
    Duty.objects.bulk_update(rows, ["overdue_since"], batch_size=BATCH)
    audit.record_many(
        actor, rights.OVERDUE, kind="duty", at=at,
        subjects=[
            Entry(row.pk, row.area_code, row.title, after={"due": row.statutory_due}, clause=row.clause.label)
            for row in rows
        ],
    )  # fmt: skip
    for row in rows:
        publish(events.DutyOverdue(**ledger.facts(row), statutory_due=due_days[row.pk]))

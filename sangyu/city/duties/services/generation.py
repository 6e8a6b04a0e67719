"""Duties from rules: declared once, recomputed whenever facts change, never merely appended (P10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.city.duties import policy, registry, rights
from sangyu.city.duties.calendar import add_workdays
from sangyu.city.duties.models import Duty, DutyParty, DutyRule, RuleParty
from sangyu.city.duties.rules import MONTHS, Period, due_on, opens_on, period_of, periods
from sangyu.city.duties.services import _ledger as ledger
from sangyu.city.duties.types import (
    LIVE,
    Cadence,
    DutyState,
    OwnerKind,
    Part,
    Reconciled,
    Subject,
)
from sangyu.city.organisations import selectors as units
from sangyu.kernel import access, audit, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit import Subject as Entry

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Wanted:
    """A duty as its rule wants it today. The fields carry the names of the duty's own."""

    period: str
    area_code: str
    subject_kind: str
    subject_id: str
    subject_label: str
    kind: str
    title: str
    description: str
    clause_document: str
    clause_number: str
    clause_item: str
    clause_text: str
    source_kind: str
    source_id: str
    lead_id: int
    overseer_id: int | None
    parent_id: int | None
    opens_on: date
    statutory_due: date | None
    is_provisional: bool
    day_count: str
    step_days: int | None
    escalation: str
    proof_required: str

    @property
    def key(self) -> Key:
        return self.period, self.area_code, self.subject_kind, self.subject_id


COPIED = (
    "kind", "title", "description", "clause_document", "clause_number", "clause_item", "clause_text",
    "source_kind", "source_id", "overseer_id", "day_count", "step_days", "escalation", "proof_required",
)  # fmt: skip
FIELDS = tuple(field.name for field in fields(Wanted))


@transaction.atomic
def rule_declare(
    *,
    actor: Actor,
    code: str,
    parties: Mapping[int, Part] | None = None,
    at: datetime | None = None,
    **values: Any,
) -> DutyRule:
    """Enter a rule, or bring the rule of this code up to date, and recompute its duties.

    `values` are the rule's fields; `parties` the units that lead jointly or support, by id.
    """
    access.require(actor, rights.DUTY_MANAGE)
    at = at or clock.now()
    rule = DutyRule.objects.select_for_update().filter(code=code).first() or DutyRule(code=code)
    before = {name: getattr(rule, name) for name in values} if rule.pk else {}
    for name, value in values.items():
        setattr(rule, name, value)
    if rule.escalation not in policy.plans():
        raise LookupError(f"No escalation plan {rule.escalation!r} in policy/duties.toml.")
    rule.full_clean()
    rule.save()
    access.ensure_still_visible(rule, DutyRule.objects.all(), actor)
    if parties is not None:
        _set_parties(RuleParty, "rule_id", {rule.pk: parties})
    audit.record(
        actor, rights.RULE_DECLARED, kind="duty-rule", id=rule.pk, area_code=rule.area_code,
        label=rule.title, before=_plain(before), after=_plain(values), clause=rule.clause.label, at=at,
    )  # fmt: skip
    duties_recompute(actor=actor, rule_id=rule.pk, at=at)
    return rule


@transaction.atomic
def rule_retire(*, actor: Actor, rule_id: int, at: datetime | None = None) -> Reconciled:
    """Retire a rule: what is not yet kept is cancelled, what was kept stays."""
    at = at or clock.now()
    rule = access.load(DutyRule.objects.select_for_update(), actor, rights.DUTY_MANAGE, pk=rule_id)
    rule.is_retired = True
    rule.save(update_fields=["is_retired"])
    audit.record(
        actor, rights.RULE_RETIRED, kind="duty-rule", id=rule.pk, area_code=rule.area_code,
        label=rule.title, at=at,
    )  # fmt: skip
    return duties_recompute(actor=actor, rule_id=rule.pk, at=at)


@transaction.atomic
def duties_generate(*, actor: Actor, at: datetime | None = None) -> Reconciled:
    """Every rule recomputed for the day of `at`: the daily job. Parents come before the rules below them."""
    total = Reconciled()
    rules = DutyRule.objects.filter(is_retired=False).visible_to(actor)
    for rule_id in rules.order_by("parent_id", "pk").values_list("pk", flat=True):
        total += duties_recompute(actor=actor, rule_id=rule_id, at=at)
    return total


@transaction.atomic
def duties_recompute(*, actor: Actor, rule_id: int, at: datetime | None = None) -> Reconciled:
    """Make the ledger what the rule says: add, mend, drop, revive and open duties.

    Kept duties and those of past periods stay as they are; what a person transferred or cancelled stays so.
    """
    access.require(actor, rights.DUTY_MANAGE)
    at = at or clock.now()
    today = clock.legal_day(at)
    rule = DutyRule.objects.select_for_update().get(pk=rule_id)
    rows = {
        (row.period, row.area_code, row.subject_kind, row.subject_id): row
        for row in Duty.objects.filter(rule=rule).select_related("lead", "rule")
    }
    wanted = {
        want.key: want
        for period in _periods(rule, {key[0] for key in rows}, today)
        for want in _wanted(rule, period)
    }
    frozen = {row.period for row in rows.values() if _is_past(rule, row, today)}
    added = _add(actor, rule, [want for key, want in wanted.items() if key not in rows], at)
    changed = 0
    for key, want in wanted.items():
        changed += key in rows and _mend(actor, rows[key], want, at)
    dropped = [
        row
        for key, row in rows.items()
        if key not in wanted and key[0] not in frozen and row.state in LIVE | {DutyState.PLANNED}
    ]
    _drop(actor, dropped, at)
    if added or changed:
        parties = dict(rule.parties.values_list("organisation_id", "part"))
        live = Duty.objects.filter(rule=rule, state__in=LIVE | {DutyState.PLANNED})
        _set_parties(
            DutyParty, "duty_id", dict.fromkeys(live.values_list("pk", flat=True), parties)
        )
    return Reconciled(added, changed, len(dropped), _open(actor, rule, at))


def _periods(rule: DutyRule, known: set[str], today: date) -> Iterable[Period]:
    """The periods to recompute: those not over yet, and any that was missed altogether."""
    if rule.is_retired:
        return
    timing = rule.timing
    for period in periods(timing, today + timedelta(days=policy.horizon_days())):
        over = timing.cadence in MONTHS and period.key != period_of(timing.cadence, today).key
        if not (over and period.start < today and period.key in known):
            yield period


def _is_past(rule: DutyRule, row: Duty, today: date) -> bool:
    cadence = Cadence(rule.cadence)
    if cadence not in MONTHS or rule.is_retired:
        return False
    return row.opens_on < today and row.period != period_of(cadence, today).key


def _wanted(rule: DutyRule, period: Period) -> Iterable[Wanted]:
    opens = opens_on(rule.timing, period)
    due, provisional = due_on(rule.timing, period, add_workdays)
    parent = _parent_of(rule, period)
    copied = {name: getattr(rule, name) for name in COPIED}
    for subject in _subjects(rule, period):
        yield Wanted(
            period=period.key, area_code=subject.area_code, subject_kind=subject.kind,
            subject_id=subject.id, subject_label=subject.label, lead_id=subject.organisation_id,
            parent_id=parent, opens_on=opens, statutory_due=due, is_provisional=provisional, **copied,
        )  # fmt: skip


def _parent_of(rule: DutyRule, period: Period) -> int | None:
    """The duty of the parent rule in whose period this one begins."""
    if rule.parent is None:
        return None
    key = period_of(Cadence(rule.parent.cadence), period.start).key
    rows = Duty.objects.filter(rule_id=rule.parent_id, period=key).order_by("pk")
    return rows.values_list("pk", flat=True).first()


def _subjects(rule: DutyRule, period: Period) -> Iterable[Subject]:
    """Who owes the duty of a period."""
    if rule.owner_kind == OwnerKind.UNIT:
        return [Subject("", "", rule.area_code, rule.owner_id or 0)]
    if rule.owner_kind == OwnerKind.EACH:
        return [
            Subject("unit", str(unit.id), unit.area_code, unit.id, unit.short_name)
            for unit in units.units_in(area_code=rule.area_code, kind=rule.owner_each)
        ]
    provider = registry.kind_of(rule.kind).subjects
    if provider is None:
        raise LookupError(f"The kind {rule.kind!r} names no subjects (duties.registry.register).")
    return provider(rule.code, rule.area_code, period.start)


def _add(actor: Actor, rule: DutyRule, wants: list[Wanted], at: datetime) -> int:
    rows = Duty.objects.bulk_create(
        [
            Duty(rule=rule, changed_at=at, **{name: getattr(want, name) for name in FIELDS})
            for want in wants
        ]
    )
    audit.record_many(
        actor, rights.ADDED, kind="duty", at=at,
        subjects=[
            Entry(
                row.pk, row.area_code, row.title,
                after={"period": row.period, "due": row.statutory_due, "lead": row.lead_id},
                clause=row.clause.label,
            )
            for row in rows
        ],
    )  # fmt: skip
    return len(rows)


def _mend(actor: Actor, row: Duty, want: Wanted, at: datetime) -> bool:
    """Bring one duty in line; True if something changed."""
    revives = row.state == DutyState.CANCELLED and row.is_dropped
    if row.state not in LIVE | {DutyState.PLANNED} and not revives:
        return False
    names = [name for name in FIELDS if not (name == "lead_id" and row.is_transferred)]
    changes = {n: getattr(want, n) for n in names if getattr(row, n) != getattr(want, n)}
    if not changes and not revives:
        return False
    before = {name: getattr(row, name) for name in changes}
    if "statutory_due" in changes:
        changes["overdue_since"] = None
    if row.state == DutyState.PLANNED or revives:
        changes |= {
            "state": DutyState.PLANNED,
            "is_dropped": False,
            "reason": "",
            "opened_on": None,
        }
    Duty.objects.filter(pk=row.pk).update(changed_at=at, **changes)
    row.refresh_from_db()
    ledger.record(
        actor, rights.RECOMPUTED, row, before=_plain(before), after=_plain(changes), at=at
    )
    return True


def _drop(actor: Actor, rows: list[Duty], at: datetime) -> None:
    reason = _("Its rule no longer asks for it.")
    for row in rows:
        before = {"state": row.state}
        ledger.advance(
            row, DutyState.CANCELLED, at=at, reason=reason, is_dropped=True, submitted_on=None,
            step_due=None,
        )  # fmt: skip
        ledger.record(
            actor, rights.CANCELLED, row, before=before,
            after={"state": row.state, "reason": reason}, at=at,
        )  # fmt: skip
    ledger.silence(row.pk for row in rows)


def _open(actor: Actor, rule: DutyRule, at: datetime) -> int:
    """Open what has been planned for today or before."""
    today = clock.legal_day(at)
    rows = list(
        Duty.objects.filter(rule=rule, state=DutyState.PLANNED, opens_on__lte=today).select_related(
            "lead"
        )
    )
    for row in rows:
        ledger.advance(row, DutyState.OPEN, at=at, opened_on=today, **ledger.step_clock(row, at))
        ledger.announce_opening(row, at=at)
    audit.record_many(
        actor, rights.OPENED, kind="duty", at=at,
        subjects=[Entry(row.pk, row.area_code, row.title, clause=row.clause.label) for row in rows],
    )  # fmt: skip
    return len(rows)


def _set_parties(model: Any, key: str, wanted: Mapping[int, Mapping[int, str]]) -> None:
    """Make the parties of each owner exactly these."""
    for owner, parties in wanted.items():
        model.objects.filter(**{key: owner}).exclude(organisation_id__in=parties).delete()
    model.objects.bulk_create(
        [
            model(**{key: owner}, organisation_id=pk, part=part)
            for owner, parties in wanted.items()
            for pk, part in parties.items()
        ],
        update_conflicts=True,
        unique_fields=[key.removesuffix("_id"), "organisation"],
        update_fields=["part"],
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values fit for the trail: model objects become their keys."""
    return {name: getattr(value, "pk", value) for name, value in values.items()}

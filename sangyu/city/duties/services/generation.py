"""Duties from rules: declared once, recomputed whenever facts change, never merely appended (P10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from sangyu.city.duties.services._sets import open_planned, set_parties
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
class RuleWish:
    """A rule as a room above wants it: its code, its fields, and the units that take part."""

    code: str
    values: Mapping[str, Any]
    parties: Mapping[int, Part] | None = None


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
    (rule,) = rules_declare(actor=actor, wishes=[RuleWish(code, values, parties)], at=at)
    return rule


@transaction.atomic
def rules_declare(
    *, actor: Actor, wishes: Sequence[RuleWish], at: datetime | None = None
) -> list[DutyRule]:
    """Many rules at once, in their order: a paper's tasks cost as many statements as one of them."""
    access.require(actor, rights.DUTY_MANAGE)
    at = at or clock.now()
    codes = [wish.code for wish in wishes]
    known = {
        rule.code: rule
        for rule in DutyRule.objects.select_for_update().filter(code__in=codes).order_by("pk")
    }
    entries, rules = [], []
    for wish in wishes:
        rule = known.get(wish.code) or DutyRule(code=wish.code)
        before = {name: getattr(rule, name) for name in wish.values} if rule.pk else {}
        for name, value in wish.values.items():
            setattr(rule, name, value)
        if rule.escalation not in policy.plans():
            raise LookupError(f"No escalation plan {rule.escalation!r} in policy/duties.toml.")
        # Keys and constraints are the database's; asking it beforehand costs a dozen statements a rule.
        rule.clean_fields(exclude=["owner", "overseer", "parent"])
        rules.append(rule)
        entries.append((before, wish.values))
    _save(rules)
    visible = DutyRule.objects.visible_to(actor).filter(pk__in=[rule.pk for rule in rules])
    if visible.count() != len(rules):
        for rule in rules:
            access.ensure_still_visible(rule, DutyRule.objects.all(), actor)
    set_parties(
        RuleParty,
        "rule_id",
        {
            rule.pk: wish.parties
            for rule, wish in zip(rules, wishes, strict=True)
            if wish.parties is not None
        },
    )
    audit.record_many(
        actor, rights.RULE_DECLARED, kind="duty-rule", at=at,
        subjects=[
            Entry(
                rule.pk, rule.area_code, rule.title, before=_plain(before), after=_plain(after),
                clause=rule.clause.label,
            )
            for rule, (before, after) in zip(rules, entries, strict=True)
        ],
    )  # fmt: skip
    _recompute(actor, rules, at)
    return rules


def _save(rules: list[DutyRule]) -> None:
    new = [rule for rule in rules if not rule.pk]
    DutyRule.objects.bulk_create(new)
    old = [rule for rule in rules if rule not in new]
    names = [field.name for field in DutyRule._meta.concrete_fields if not field.primary_key]
    DutyRule.objects.bulk_update(old, [name for name in names if name != "code"])


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
    access.require(actor, rights.DUTY_MANAGE)
    rules = DutyRule.objects.filter(is_retired=False).visible_to(actor)
    locked = list(rules.select_for_update(of=("self",)).select_related("parent").order_by("pk"))
    total, done = Reconciled(), set[int]()
    while locked:
        waiting = {rule.pk for rule in locked}
        level = [rule for rule in locked if rule.parent_id not in waiting]
        total += _recompute(actor, level, at or clock.now())
        done |= {rule.pk for rule in level}
        locked = [rule for rule in locked if rule.pk not in done]
    return total


@transaction.atomic
def duties_recompute(*, actor: Actor, rule_id: int, at: datetime | None = None) -> Reconciled:
    """Make the ledger what the rule says: add, mend, drop, revive and open duties.

    Kept duties and those of past periods stay as they are; what a person transferred, postponed or cancelled stays so.
    """
    access.require(actor, rights.DUTY_MANAGE)
    rule = DutyRule.objects.select_for_update().get(pk=rule_id)
    return _recompute(actor, [rule], at or clock.now())


def _recompute(actor: Actor, rules: list[DutyRule], at: datetime) -> Reconciled:
    """The same for rules of which none is another's parent, with one reading and one writing for all of them."""
    today = clock.legal_day(at)
    ids = [rule.pk for rule in rules]
    ledgers: dict[int, dict[Key, Duty]] = {pk: {} for pk in ids}
    for row in Duty.objects.filter(rule_id__in=ids).select_related("lead").order_by("pk"):
        key = (row.period, row.area_code, row.subject_kind, row.subject_id)
        ledgers[row.rule_id or 0][key] = row
    missing: list[tuple[DutyRule, Wanted]] = []
    touched: set[int] = set()
    dropped: list[Duty] = []
    changed = 0
    for rule in rules:
        rows = ledgers[rule.pk]
        wanted = {
            want.key: want
            for period in _periods(rule, {key[0] for key in rows}, today)
            for want in _wanted(rule, period)
        }
        frozen = {row.period for row in rows.values() if _is_past(rule, row, today)}
        new = [(rule, want) for key, want in wanted.items() if key not in rows]
        mended = sum(_mend(actor, rows[k], want, at) for k, want in wanted.items() if k in rows)
        if new or mended:
            touched.add(rule.pk)
        missing += new
        changed += mended
        dropped += [
            row
            for key, row in rows.items()
            if key not in wanted
            and key[0] not in frozen
            and row.state in LIVE | {DutyState.PLANNED}
        ]
    added = _add(actor, missing, at)
    _drop(actor, dropped, at)
    _spread_parties(touched)
    return Reconciled(added, changed, len(dropped), open_planned(actor, ids, at))


def _spread_parties(rule_ids: set[int]) -> None:
    """The live duties of these rules have the parties of their rule."""
    if not rule_ids:
        return
    parties: dict[int, dict[int, str]] = {pk: {} for pk in rule_ids}
    rows = RuleParty.objects.filter(rule_id__in=rule_ids)
    for rule_id, unit, part in rows.values_list("rule_id", "organisation_id", "part"):
        parties[rule_id][unit] = part
    live = Duty.objects.filter(rule_id__in=rule_ids, state__in=LIVE | {DutyState.PLANNED})
    set_parties(
        DutyParty,
        "duty_id",
        {pk: parties[rule_id] for pk, rule_id in live.values_list("pk", "rule_id")},
    )


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


def _add(actor: Actor, wants: list[tuple[DutyRule, Wanted]], at: datetime) -> int:
    rows = Duty.objects.bulk_create(
        [
            Duty(rule=rule, changed_at=at, **{name: getattr(want, name) for name in FIELDS})
            for rule, want in wants
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
    by_hand = {name for name, is_so in _by_hand(row).items() if is_so}
    names = [name for name in FIELDS if name not in by_hand]
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


def _by_hand(row: Duty) -> dict[str, bool]:
    """What a person decided about this duty, which its rule does not overrule."""
    return {
        "lead_id": row.is_transferred,
        "statutory_due": row.is_postponed,
        "is_provisional": row.is_postponed,
    }


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


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values fit for the trail: model objects become their keys."""
    return {name: getattr(value, "pk", value) for name, value in values.items()}

"""Writes of the targets read in confirmed papers: taken over from the paper, and adopted as somebody decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rights
from sangyu.accountability.indicators.choices import Answer, Origin
from sangyu.accountability.indicators.models import Indicator, ReadTarget, Target
from sangyu.accountability.indicators.readings import (
    OPERATORS,
    check_answer,
    facts_of,
    own_code,
    paper_of,
    proposed_of,
    steps_stored,
)
from sangyu.accountability.indicators.services._rows import (
    from_paper,
    points_of,
    retire,
    save,
    who,
)
from sangyu.accountability.indicators.services.definitions import indicator_await
from sangyu.accountability.indicators.types import Adopted, Answered
from sangyu.city.papers.continuing import key_of, paired
from sangyu.city.papers.events import ConfirmedTarget, TasksConfirmed
from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import NotFound


@transaction.atomic
def readings_take(*, actor: Actor, event: TasksConfirmed) -> int:
    """Keep what a confirmed paper promises in figures; returns how many promises wait for somebody's decision.

    Confirmed again, or in a later edition (the same number or title), each promise keeps what was decided about it and
    shows what changed. An earlier edition that is confirmed once more changes nothing.
    """
    require_area(actor, event.area_code)
    same = Q(document_title=event.title)
    if event.number:
        same |= Q(document_number=event.number)
    rows = ReadTarget.objects.filter(
        same | Q(document_id=event.document_id), area_code=event.area_code
    )
    known = list(rows.select_for_update().order_by("document_id", "position"))
    if any(row.document_id > event.document_id for row in known):
        return 0
    changed = _take(event, known)
    if changed:
        audit.record(
            actor, "indicators.targets.read", kind="paper", id=event.document_id, area_code=event.area_code,
            label=event.title, clause=event.number, after={"targets": len(event.targets)}, at=event.at,
        )  # fmt: skip
    return ReadTarget.objects.filter(
        document_id=event.document_id, answer=Answer.OPEN, gone_on__isnull=True
    ).count()


def _take(event: TasksConfirmed, known: list[ReadTarget]) -> bool:
    """Write what differs; True if anything did."""
    by_row = {row.paper_target_id: row for row in known if row.document_id == event.document_id}
    own = [by_row.pop(target.id, None) for target in event.targets]
    left = {row.pk: row for row in known if row.document_id != event.document_id}
    new = [target for target, row in zip(event.targets, own, strict=True) if row is None]
    pairs = paired(
        {pk: (key_of(r.phrase, r.scope, r.qualifier), str(r.due_on)) for pk, r in left.items()},
        [(key_of(t.indicator, t.scope, t.qualifier), str(t.due_on)) for t in new],
    )
    earlier = iter(left.pop(pk) if pk is not None else None for pk in pairs)
    changed = False
    for position, (target, row) in enumerate(zip(event.targets, own, strict=True), start=1):
        changed |= _keep(event, position, target, row or next(earlier))
    for gone in (*by_row.values(), *left.values()):
        if gone.gone_on is None or gone.document_id != event.document_id:
            gone.gone_on = gone.gone_on or clock.legal_day(event.at)
            gone.document_id = event.document_id
            gone.save(update_fields=["gone_on", "document_id"])
            changed = True
    return changed


def _keep(
    event: TasksConfirmed, position: int, target: ConfirmedTarget, row: ReadTarget | None
) -> bool:
    values = {
        "document_id": event.document_id, "paper_target_id": target.id, "document_title": event.title[:300],
        "document_number": event.number[:80], "issued_on": event.issued_on, "position": position,
        "clause": (target.clause or target.part or _("Target %(no)s") % {"no": position})[:80],
        "phrase": target.indicator, "operator": OPERATORS[target.operator], "value": target.value,
        "unit": target.unit, "scope": target.scope, "qualifier": target.qualifier, "due_on": target.due_on,
        "steps": steps_stored(target), "modality": target.modality, "printed": target.printed, "gone_on": None,
    }  # fmt: skip
    row = row or ReadTarget(area_code=event.area_code, taken_at=event.at)
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["indicator", "target"])
    row.save()
    return True


@transaction.atomic
def readings_adopt(
    *, actor: Actor, document_id: int, answers: Sequence[Answered], at: datetime | None = None
) -> Adopted:
    """Make targets of what was read, each by what somebody decided. Done again, only what changed is changed.

    What the newest edition no longer has is retired. Refusals name the field `answer_<id>` or `condition_<id>` at
    fault: `indicator-unknown`, `unit-differs`, `value-too-fine`, `condition`.
    """
    require(actor, rights.TARGET_ADOPT)
    at = at or clock.now()
    rows = ReadTarget.objects.visible_to(actor).filter(document_id=document_id)
    readings = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("position")}
    if not readings:
        raise NotFound("paper-unknown", _("No target was read in this paper."))
    for row in readings.values():
        require_area(actor, row.area_code)
    counts = dict.fromkeys(("added", "changed", "unchanged", "retired"), 0)
    for answered in answers:
        if answered.reading_id in readings and not readings[answered.reading_id].gone_on:
            counts[_adopt(actor, readings[answered.reading_id], answered, at)] += 1
    for row in readings.values():
        if row.gone_on:
            counts["retired"] += _let_go(actor, row, at)
    return Adopted(**counts)


def _adopt(actor: Actor, row: ReadTarget, answered: Answered, at: datetime) -> str:
    """One decision; how it went: added, changed, unchanged or retired."""
    before = facts_of(row)
    own = row.target if row.target and row.target.code == own_code(row) else None
    if answered.answer == Answer.OPEN:
        gone = _let_go(actor, row, at) if own else 0
        _answer(actor, row, answered, None, before, at)
        return "retired" if gone else "unchanged"
    if answered.answer == Answer.KNOWN:
        shipped = Target.objects.filter(
            area_code=row.area_code, origin=Origin.PAPER, document_id__isnull=True
        )
        known = load(shipped, actor, rights.TARGET_ADOPT, pk=answered.target_id)
        if own and own != known:
            retire(actor, own, at)
        is_new = row.target_id != known.pk
        _answer(actor, row, answered, known, before, at)
        return "changed" if is_new else "unchanged"
    row.indicator = _indicator(actor, row, answered, at)
    row.scope_condition = answered.scope_condition.strip()
    check_answer(row, at)
    return _promise(actor, row, answered, own, before, at)


def _promise(  # what one promise needs
    actor: Actor,
    row: ReadTarget,
    answered: Answered,
    own: Target | None,
    before: dict[str, str],
    at: datetime,
) -> str:
    """The target that the reading makes, written where it differs."""
    proposed = proposed_of(row, own_code(row))
    known = own or Target.objects.filter(area_code=row.area_code, code=own_code(row)).first()
    fresh = from_paper(
        paper_of(row), proposed, {proposed.indicator: row.indicator_id or 0}, actor, at
    )
    done = save(actor, known, fresh, points_of(proposed), at)
    _answer(actor, row, answered, known or fresh, before, at)
    return done


def _indicator(actor: Actor, row: ReadTarget, answered: Answered, at: datetime) -> Indicator:
    if answered.answer == Answer.INDICATOR:
        found = Indicator.objects.visible_to(actor).filter(code=answered.indicator).first()
        if found is None:
            raise NotFound(
                "indicator-unknown", _("There is no indicator %(code)s.") % {"code": answered.indicator},
                field=f"answer_{row.pk}",
            )  # fmt: skip
        indicator: Indicator = found
        return indicator
    return indicator_await(
        actor=actor, code=own_code(row), title=row.phrase, area_code=row.area_code, unit=row.unit,
        operator=row.operator, waits_for=answered.waits_for, at=at,
    )  # fmt: skip


def _answer(  # what one decision needs
    actor: Actor,
    row: ReadTarget,
    answered: Answered,
    target: Target | None,
    before: dict[str, str],
    at: datetime,
) -> None:
    """Keep the decision, and enter it where it is another than before."""
    row.answer, row.waits_for, row.target = answered.answer, answered.waits_for, target
    if target is None:
        row.indicator, row.scope_condition = None, ""
    else:
        row.indicator, row.scope_condition = target.indicator, target.scope_condition
    after = facts_of(row)
    names = [name for name in after if before[name] != after[name]]
    if not names:
        return
    row.answered_at, row.answered_by = at, who(actor)
    row.save()
    audit.record(
        actor, "indicators.targets.answered", kind="paper", id=row.document_id, area_code=row.area_code,
        label=row.document_title, clause=f"{row.document_number} {row.clause}".strip(), at=at,
        before={name: before[name] for name in names}, after={name: after[name] for name in names},
    )  # fmt: skip


def _let_go(actor: Actor, row: ReadTarget, at: datetime) -> int:
    """Retire the target that the reading made, if it did; one that the shipped paper has goes on. 1 if retired now."""
    target = row.target
    if target is None or target.code != own_code(row) or target.retired_on:
        return 0
    retire(actor, target, at)
    return 1

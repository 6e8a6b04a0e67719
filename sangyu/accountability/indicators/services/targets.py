"""Writes of targets: adopted from papers, set for one area with a reason, typed by hand; and self-reported figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rights, shipped
from sangyu.accountability.indicators.choices import Origin
from sangyu.accountability.indicators.models import (
    Checkpoint,
    Indicator,
    SelfReport,
    Target,
)
from sangyu.accountability.indicators.types import Adopted, PaperRef, ProposedTarget
from sangyu.city.areas.selectors import area_exists
from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError, NotFound

COMPARED = (
    "indicator_id", "document_id", "document_number", "item", "wording", "scope", "scope_condition", "operator",
    "value", "starts_on", "due_on", "modality", "retired_on",
)  # fmt: skip


def policy_load(*, actor: Actor, area_code: str = "", at: datetime | None = None) -> Adopted:
    """Adopt the targets of the shipped papers of an area and of the areas within it ("": of every known area)."""
    results = [
        targets_adopt(actor=actor, paper=paper, targets=targets, at=at)
        for paper, targets in shipped.papers()
        if paper.area_code.startswith(area_code)
        and actor.covers(paper.area_code)
        and area_exists(paper.area_code)
    ]
    return Adopted(
        sum(one.added for one in results), sum(one.changed for one in results),
        sum(one.unchanged for one in results), sum(one.retired for one in results),
    )  # fmt: skip


@transaction.atomic
def targets_adopt(
    *, actor: Actor, paper: PaperRef, targets: Sequence[ProposedTarget], at: datetime | None = None
) -> Adopted:
    """A paper's targets become those of its area. Adopted again, what changed is corrected and what is gone retired.

    Refusals: `indicator-unknown` where a target names none that exists, `path-end` where a path does not end with the
    target itself.
    """
    require(actor, rights.TARGET_ADOPT)
    require_area(actor, paper.area_code)
    at = at or clock.now()
    rows = Target.objects.filter(
        area_code=paper.area_code, document_title=paper.title, origin=Origin.PAPER
    )
    known = {row.code: row for row in rows.select_for_update()}
    indicators = dict(
        Indicator.objects.visible_to(actor)
        .filter(code__in={each.indicator for each in targets})
        .values_list("code", "pk")
    )
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for proposed in targets:
        fresh = _from_paper(paper, proposed, indicators, actor, at)
        counts[_save(actor, known.pop(proposed.code, None), fresh, _points(proposed), at)] += 1
    for gone in known.values():
        _retire(actor, gone, at)
    return Adopted(**counts, retired=len(known))


@transaction.atomic
def target_set_for_area(  # noqa: PLR0913  # a target of one area has this many facts
    *,
    actor: Actor,
    target_id: int,
    area_code: str,
    value: Decimal,
    reason: str,
    due_on: date | None = None,
    at: datetime | None = None,
) -> Target:
    """Ask another value of one area than of the whole, with the reason (uniform targets are unfair)."""
    whole = load(Target.objects.all(), actor, rights.TARGET_ADOPT, pk=target_id)
    require_area(actor, whole.area_code)
    if not area_code.startswith(whole.area_code) or area_code == whole.area_code:
        raise DomainError(
            "area-not-part", _("Choose an area within the target's own."), field="area_code"
        )
    if not reason.strip():
        raise DomainError(
            "reason-missing", _("Say why this area is asked something else."), field="reason"
        )
    at = at or clock.now()
    fresh = Target(
        code=whole.code, indicator=whole.indicator, area_code=area_code, origin=Origin.AREA,
        document_id=whole.document_id, document_title=whole.document_title,
        document_number=whole.document_number, item=whole.item, wording=whole.wording, scope=whole.scope,
        scope_condition=whole.scope_condition, operator=whole.operator, value=value, starts_on=whole.starts_on,
        due_on=due_on or whole.due_on, modality=whole.modality, parent=whole, reason=reason.strip(),
        created_at=at, created_by=_who(actor),
    )  # fmt: skip
    known = Target.objects.filter(parent=whole, area_code=area_code).select_for_update().first()
    points = [(fresh.due_on, value)] if fresh.due_on else []
    _save(actor, known, fresh, points, at)
    return known or fresh


@transaction.atomic
def target_type(
    *, actor: Actor, target: ProposedTarget, at: datetime | None = None
) -> Target:  # fmt: skip
    """A target of no paper, typed by hand: marked 自报, and never green."""
    require(actor, rights.TARGET_ADOPT)
    at = at or clock.now()
    indicators = dict(
        Indicator.objects.visible_to(actor).filter(code=target.indicator).values_list("code", "pk")
    )
    fresh = _from_paper(
        PaperRef("", "", actor.area_code, clock.legal_day(at)), target, indicators, actor, at
    )
    fresh.origin = Origin.HAND
    if Target.objects.filter(
        area_code=actor.area_code, document_title="", code=target.code
    ).exists():
        raise DomainError("code-taken", _("There is a target of this code already."), field="code")
    _save(actor, None, fresh, _points(target), at)
    return fresh


@transaction.atomic
def figure_report(  # a reported figure has this many facts
    *,
    actor: Actor,
    target_id: int,
    as_of: date,
    value: Decimal,
    source: str,
    at: datetime | None = None,
) -> SelfReport:
    """Report a figure by hand. It is shown as 自报 where nothing was counted, and never makes a target green."""
    target = load(Target.objects.all(), actor, rights.TARGET_REPORT, pk=target_id)
    require_area(actor, target.area_code)
    at = at or clock.now()
    if as_of > clock.legal_day(at):
        raise DomainError("day-not-over", _("That day is still to come."), field="as_of")
    if not source.strip():
        raise DomainError("source-missing", _("Say where the figure is from."), field="source")
    row = SelfReport.objects.create(
        target=target, as_of=as_of, value=value, source=source.strip(), reported_at=at,
        reported_by=_who(actor),
    )  # fmt: skip
    _record(
        actor,
        "indicators.target.reported",
        target,
        None,
        {"as_of": as_of.isoformat(), "value": str(value), "source": row.source},
        at,
    )
    return row


def _from_paper(
    paper: PaperRef,
    proposed: ProposedTarget,
    indicators: dict[str, int],
    actor: Actor,
    at: datetime,
) -> Target:
    if proposed.indicator not in indicators:
        raise NotFound(
            "indicator-unknown",
            _("There is no indicator %(code)s.") % {"code": proposed.indicator},
            remedy=_("Load the shipped indicators, or define it first."),
        )
    if proposed.path and proposed.path[-1] != (proposed.due_on, proposed.value):
        raise DomainError(
            "path-end", _("A path ends with the target's own value and day."), field="path"
        )
    return Target(
        code=proposed.code, indicator_id=indicators[proposed.indicator], area_code=paper.area_code,
        origin=Origin.PAPER, document_id=paper.document_id, document_title=paper.title,
        document_number=paper.number, item=proposed.item, wording=proposed.wording, scope=proposed.scope,
        scope_condition=proposed.scope_condition, operator=proposed.operator, value=proposed.value,
        starts_on=paper.starts_on, due_on=proposed.due_on, modality=proposed.modality, created_at=at,
        created_by=_who(actor),
    )  # fmt: skip


Points = Sequence[tuple[date, Decimal]]


def _points(proposed: ProposedTarget) -> Points:
    if proposed.path or proposed.due_on is None:
        return proposed.path
    return [(proposed.due_on, proposed.value)]


def _save(actor: Actor, known: Target | None, fresh: Target, points: Points, at: datetime) -> str:
    """Write what differs; "added", "changed" or "unchanged"."""
    if known is None:
        fresh.full_clean(exclude=["scope", "created_by"])
        fresh.save()
        _points_save(fresh, points)
        _record(actor, "indicators.target.adopted", fresh, None, _facts(fresh, points), at)
        return "added"
    old = list(known.checkpoints.values_list("due_on", "value"))
    if old == list(points) and all(getattr(known, n) == getattr(fresh, n) for n in COMPARED):
        return "unchanged"
    before = _facts(known, old)
    for name in (*COMPARED, "reason"):
        setattr(known, name, getattr(fresh, name))
    known.full_clean(exclude=["scope", "created_by"])
    known.save()
    _points_save(known, points)
    _record(actor, "indicators.target.changed", known, before, _facts(known, points), at)
    return "changed"


def _points_save(target: Target, points: Points) -> None:
    target.checkpoints.all().delete()
    Checkpoint.objects.bulk_create(
        [Checkpoint(target=target, due_on=day, value=value) for day, value in points]
    )


def _retire(actor: Actor, target: Target, at: datetime) -> None:
    if target.retired_on is None:
        target.retired_on = clock.legal_day(at)
        target.save(update_fields=["retired_on"])
        _record(
            actor,
            "indicators.target.retired",
            target,
            {"retired_on": None},
            {"retired_on": target.retired_on.isoformat()},
            at,
        )


def _facts(target: Target, points: Points) -> dict[str, object]:
    return {
        "item": target.item, "operator": target.operator, "value": str(target.value), "reason": target.reason,
        "due_on": target.due_on.isoformat() if target.due_on else "", "modality": target.modality,
        "checkpoints": "；".join(f"{day.isoformat()} {value}" for day, value in points),
    }  # fmt: skip


def _who(actor: Actor) -> str:
    return f"{actor.organisation_name} {actor.label}".strip()[:120]


def _record(  # one entry has this many facts
    actor: Actor,
    action: str,
    target: Target,
    before: dict[str, object] | None,
    after: dict[str, object],
    at: datetime,
) -> None:
    clause = f"{target.document_number or target.document_title} {target.item}".strip()
    audit.record(
        actor, action, kind="target", id=target.pk, area_code=target.area_code, at=at,
        label=target.wording["zh"], before=before, after=after, clause=clause,
    )  # fmt: skip

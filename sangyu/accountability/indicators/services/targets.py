"""Writes of targets: adopted from papers, set for one area with a reason, typed by hand; and self-reported figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rights, shipped
from sangyu.accountability.indicators.choices import Origin
from sangyu.accountability.indicators.models import Indicator, SelfReport, Target
from sangyu.accountability.indicators.services._rows import (
    from_paper,
    points_of,
    record,
    retire,
    save,
    who,
)
from sangyu.accountability.indicators.types import Adopted, PaperRef, ProposedTarget
from sangyu.city.areas.selectors import area_exists
from sangyu.kernel import clock
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError


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
        area_code=paper.area_code, document_title=paper.title, origin=Origin.PAPER,
        document_id=paper.document_id,
    )  # fmt: skip
    known = {row.code: row for row in rows.select_for_update()}
    indicators = dict(
        Indicator.objects.visible_to(actor)
        .filter(code__in={each.indicator for each in targets})
        .values_list("code", "pk")
    )
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for proposed in targets:
        fresh = from_paper(paper, proposed, indicators, actor, at)
        counts[save(actor, known.pop(proposed.code, None), fresh, points_of(proposed), at)] += 1
    for gone in known.values():
        retire(actor, gone, at)
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
        created_at=at, created_by=who(actor),
    )  # fmt: skip
    known = Target.objects.filter(parent=whole, area_code=area_code).select_for_update().first()
    points = [(fresh.due_on, value)] if fresh.due_on else []
    save(actor, known, fresh, points, at)
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
    fresh = from_paper(
        PaperRef("", "", actor.area_code, clock.legal_day(at)), target, indicators, actor, at
    )
    fresh.origin = Origin.HAND
    if Target.objects.filter(
        area_code=actor.area_code, document_title="", code=target.code
    ).exists():
        raise DomainError("code-taken", _("There is a target of this code already."), field="code")
    save(actor, None, fresh, points_of(target), at)
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
        reported_by=who(actor),
    )  # fmt: skip
    record(
        actor,
        "indicators.target.reported",
        target,
        None,
        {"as_of": as_of.isoformat(), "value": str(value), "source": row.source},
        at,
    )
    return row

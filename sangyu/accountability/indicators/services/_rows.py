"""The rows of targets: made from what a paper promises, written where they differ, retired; all in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from sangyu.accountability.indicators.choices import Origin
from sangyu.accountability.indicators.models import Checkpoint, Target
from sangyu.accountability.indicators.types import PaperRef, ProposedTarget
from sangyu.kernel import audit, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError, NotFound

COMPARED = (
    "indicator_id", "document_title", "document_number", "item", "wording", "scope",
    "scope_condition", "operator", "value", "starts_on", "due_on", "modality", "retired_on",
)  # fmt: skip


def from_paper(
    paper: PaperRef,
    proposed: ProposedTarget,
    indicators: dict[str, int],
    actor: Actor,
    at: datetime,
) -> Target:
    """The row that a paper's promise makes, not written yet."""
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
        created_by=who(actor), owner_id=actor.organisation_id,
    )  # fmt: skip


Points = Sequence[tuple[date, Decimal]]


def points_of(proposed: ProposedTarget) -> Points:
    """A target's path; of one without steps its own value and day."""
    if proposed.path or proposed.due_on is None:
        return proposed.path
    return [(proposed.due_on, proposed.value)]


def save(actor: Actor, known: Target | None, fresh: Target, points: Points, at: datetime) -> str:
    """Write what differs; "added", "changed" or "unchanged"."""
    if known is None:
        fresh.full_clean(exclude=["scope", "created_by"])
        fresh.save()
        _points_save(fresh, points)
        record(actor, "indicators.target.adopted", fresh, None, facts(fresh, points), at)
        return "added"
    old = list(known.checkpoints.values_list("due_on", "value"))
    if old == list(points) and all(getattr(known, n) == getattr(fresh, n) for n in COMPARED):
        if known.document_id != fresh.document_id:  # a later edition says the same
            known.document_id = fresh.document_id
            known.save(update_fields=["document_id"])
        return "unchanged"
    before = facts(known, old)
    for name in (*COMPARED, "document_id", "reason"):
        setattr(known, name, getattr(fresh, name))
    known.full_clean(exclude=["scope", "created_by"])
    known.save()
    _points_save(known, points)
    record(actor, "indicators.target.changed", known, before, facts(known, points), at)
    return "changed"


def _points_save(target: Target, points: Points) -> None:
    target.checkpoints.all().delete()
    Checkpoint.objects.bulk_create(
        [Checkpoint(target=target, due_on=day, value=value) for day, value in points]
    )


def retire(actor: Actor, target: Target, at: datetime) -> None:
    """Nothing is asked by it from this day on; its past stays."""
    if target.retired_on is None:
        target.retired_on = clock.legal_day(at)
        target.save(update_fields=["retired_on"])
        record(
            actor,
            "indicators.target.retired",
            target,
            {"retired_on": None},
            {"retired_on": target.retired_on.isoformat()},
            at,
        )


def facts(target: Target, points: Points) -> dict[str, object]:
    """What the trail says of a target."""
    return {
        "item": target.item, "operator": target.operator, "value": str(target.value), "reason": target.reason,
        "due_on": target.due_on.isoformat() if target.due_on else "", "modality": target.modality,
        "checkpoints": "；".join(f"{day.isoformat()} {value}" for day, value in points),
    }  # fmt: skip


def who(actor: Actor) -> str:
    """Who writes, by unit and name."""
    return f"{actor.organisation_name} {actor.label}".strip()[:120]


def record(  # one entry has this many facts
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

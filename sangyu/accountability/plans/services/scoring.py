"""The yearly score sheet: published once, with every point's reason, under a seal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import codes
from sangyu.accountability.plans.models import ScoreSheet
from sangyu.accountability.plans.sealing import seal_of
from sangyu.accountability.plans.selectors.scores import UnitScore, scores_now
from sangyu.accountability.plans.services._common import plan_to_run, record, signed
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError


@transaction.atomic
def scores_publish(*, actor: Actor, plan_id: int, year: int, at: datetime) -> ScoreSheet:
    """Publish the scores of a year that is over. What is published stands; later facts belong to the next year."""
    plan = plan_to_run(actor, plan_id)
    if clock.legal_day(at).year <= year:
        raise DomainError(
            "year-not-over", _("The year is not over, so its scores are only provisional."),
            field="year", remedy=_("Publish them after the thirty-first of December."),
        )  # fmt: skip
    if ScoreSheet.objects.filter(plan=plan, year=year).exists():
        raise Conflict(
            "scores-published",
            _("The score sheet of this year is published and stands."),
            remedy=_("A unit that disagrees explains itself on record."),
        )
    found = scores_now(actor=actor, plan=plan, year=year)
    if not found.units:
        raise DomainError(
            "nothing-to-score", _("Nothing of this year can be scored."), field="year"
        )
    lines = [_line(one) for one in found.units]
    row = ScoreSheet(
        plan=plan, year=year, scheme=found.scheme.version, lines=lines, seal=seal_of(plan.pk, year, lines),
        published_at=at, published_by=signed(actor),
    )  # fmt: skip
    row.save()
    record(
        actor, codes.SCORES_PUBLISHED, plan, kind="plan", id=plan.pk, label=f"{plan.title} {year}",
        after={"units": len(lines), "seal": row.seal, "scheme": row.scheme}, at=at,
    )  # fmt: skip
    return row


def _line(one: UnitScore) -> dict[str, Any]:
    return {
        "unit_id": one.unit.id,
        "unit": one.unit.name,
        "points": str(one.score.points),
        "entries": [
            {
                "code": entry.code,
                "points": str(entry.points),
                "of": None if entry.of is None else str(entry.of),
                "counts": dict(entry.counts),
            }
            for entry in one.score.entries
        ],
    }

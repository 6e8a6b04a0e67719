"""The gate (requirement B2): which valid result a benefit, a home bed or a service rests on, on a day, by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.assessment import rights, wording
from sangyu.people.assessment.choices import Origin
from sangyu.people.assessment.models import Assessment
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.policy.results import terms
from sangyu.people.assessment.rules.validity import Standing, standing


@dataclass(frozen=True)
class ValidResult:
    """The result used. `name`: how a decision cites it, without the person."""

    id: int
    elder_id: int
    scale: str
    instrument: str
    level: int
    level_name: str
    assessed_on: date
    valid_until: date
    is_expiring: bool
    name: str


def valid_result(
    actor: Actor, elder_id: int, on: date, *, scale: str = "ability", instrument: str = ""
) -> ValidResult | None:
    """The newest result valid on the day, of one scale; None: there is none, and what rests on one must wait.

    A re-scored result counts only where its standard is asked for by name.
    """
    require(actor, rights.ASSESSMENT_VIEW)
    rows = Assessment.objects.visible_to(actor).filter(
        elder_id=elder_id, scale=scale, valid_from__lte=on, valid_until__gte=on
    )
    rows = (
        rows.filter(instrument=instrument) if instrument else rows.exclude(origin=Origin.RESCORED)
    )
    row: Assessment | None = rows.order_by("-valid_from", "-id").first()
    return _told(row, on) if row else None


def _told(row: Assessment, on: date) -> ValidResult:
    standard = instruments()[row.instrument]
    level = wording.level_name(standard, row.level)
    days = terms(row.assessed_on).remind_days
    return ValidResult(
        id=row.pk,
        elder_id=row.elder_id,
        scale=row.scale,
        instrument=row.instrument,
        level=row.level,
        level_name=level,
        assessed_on=row.assessed_on,
        valid_until=row.valid_until,
        is_expiring=standing(row.valid_from, row.valid_until, on, days) is Standing.EXPIRING,
        name=f"{wording.name_of(standard.name)} {row.assessed_on:%Y-%m-%d} · {level} · № {row.pk}",
    )

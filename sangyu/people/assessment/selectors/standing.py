"""Where a result stands on a day, without the person: for whoever checks a document (requirement J5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.people.assessment import rights, wording
from sangyu.people.assessment.models import Assessment
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.policy.results import terms
from sangyu.people.assessment.rules.validity import Standing, standing


@dataclass(frozen=True)
class ResultStanding:
    """A result's level and validity. `is_followed`: a later result of its scale had been made by the day."""

    standing: Standing
    is_followed: bool
    instrument: str
    level: int
    level_name: str
    valid_from: date
    valid_until: date


def result_standing(*, actor: Actor, assessment_id: int, on: date) -> ResultStanding:
    """Where the result stands on the day; 404 beyond the actor's scope."""
    row = load(Assessment.objects.all(), actor, rights.ASSESSMENT_VIEW, pk=assessment_id)
    standard = instruments()[row.instrument]
    return ResultStanding(
        standing=standing(row.valid_from, row.valid_until, on, terms(row.assessed_on).remind_days),
        is_followed=row.superseded_by.filter(assessed_on__lte=on).exists(),
        instrument=wording.name_of(standard.name),
        level=row.level,
        level_name=wording.level_name(standard, row.level),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )

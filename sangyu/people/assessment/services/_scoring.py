"""Between the pure scoring and the rows: what is wrong with a sheet as a refusal, reasons as they are kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sangyu.kernel.errors import DomainError, Problem
from sangyu.people.assessment import wording
from sangyu.people.assessment.models import Assessment
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.rules.scoring import score
from sangyu.people.assessment.types import (
    Instrument,
    Rescored,
    Result,
    Sheet,
    Unscorable,
)


class BadSheet(DomainError):
    """A sheet that cannot be scored; `problems` has everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__("bad-sheet", first.message, field=first.where, remedy=first.remedy)
        self.problems = tuple(problems)


def scored(instrument: str, sheet: Sheet) -> Result:
    """The result of a sheet; refused with every fault by its item."""
    try:
        return score(instruments()[instrument], sheet)
    except Unscorable as error:
        raise BadSheet([wording.problem(fault) for fault in error.faults]) from error


def missing(instrument: Instrument, done: Rescored) -> DomainError:
    """What the new standard asks beyond the old answers, and what level could come out."""
    names = ", ".join(
        f"{code} {wording.name_of(instrument.items[code].name)}" for code in done.missing
    )
    least, most = done.levels
    return DomainError(
        "answers-missing",
        _("The old answers do not reach: %(items)s. The level could be %(least)s to %(most)s.")
        % {"items": names, "least": least, "most": most},
        field="supplement",
        remedy=_("Answer what is missing, or order an assessment."),
    )


def sheet_of(row: Assessment) -> Sheet:
    """The kept sheet, as scoring takes it."""
    return Sheet(row.sheet["answers"], row.sheet.get("diagnoses"), row.sheet.get("events_30d"))


def reasons_kept(result: Result) -> list[dict[str, Any]]:
    """Reasons as plain data."""
    return [
        {
            "code": one.code,
            "effect": str(one.effect),
            "clause": one.clause,
            "params": dict(one.params),
        }
        for one in result.reasons
    ]

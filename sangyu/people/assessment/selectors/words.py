"""Kept reasons read back into sentences."""

from __future__ import annotations

from sangyu.people.assessment import wording
from sangyu.people.assessment.models import Assessment
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.types import Effect, Reason


def reasons_read(row: Assessment) -> list[tuple[str, str]]:
    """Each kept reason as (sentence, clause)."""
    instrument = instruments()[row.instrument]
    found = [
        Reason(one["code"], Effect(one["effect"]), one["clause"], one["params"])
        for one in row.reasons
    ]
    return [(wording.reason_text(instrument, one), one.clause) for one in found]

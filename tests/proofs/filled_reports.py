"""A report of a person's assessment that carries the person's word."""

from __future__ import annotations

from typing import Any

from sangyu.kernel.actors import Actor
from sangyu.people.assessment.tests.factories import ASSESSED
from sangyu.people.recognition.services import report_issue

KINDS = {"recognition:": "report"}
"""What the arguments of the room's addresses name."""


def report_of(clerk: Actor, assessment_id: int, word: str) -> dict[str, Any]:
    """Hand out a report of a result; returns how both are addressed."""
    report = report_issue(
        actor=clerk, assessment_id=assessment_id, purpose=f"{word}适老化改造", at=ASSESSED
    )
    return {"report_id": report.pk, "assessment_id": assessment_id, "format_": "docx"}

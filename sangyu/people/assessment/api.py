"""The room's route in the open API: which valid result a decision about a person may rest on."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.http import HttpRequest
from ninja import Router, Schema

from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest
from sangyu.people.assessment.selectors import valid_result
from sangyu.people.assessment.services.looking import timeline_open

router = Router(tags=["assessments"])


class ResultItem(Schema):
    """A valid result; `name` is how a decision cites it."""

    id: int
    scale: str
    instrument: str
    level: int
    level_name: str
    assessed_on: date
    valid_until: date
    is_expiring: bool
    name: str


class Gate(Schema):
    """The result valid on the day, or null: then nothing that needs one may be decided."""

    on: date
    result: ResultItem | None


@router.get(
    "/elders/{int:elder_id}/assessment",
    response=Gate,
    operation_id="elder_assessment",
    url_name="elder-assessment",
)
def elder_assessment(
    request: HttpRequest, elder_id: int, on: date | None = None, scale: str = "ability"
) -> dict[str, Any]:
    """The valid result of one person on a day (default today), of the ability or the care_insurance scale."""
    actor = cast("ActorRequest", request).actor
    timeline_open(actor=actor, elder_id=elder_id)
    day = on or clock.today()
    return {"on": day, "result": valid_result(actor, elder_id, day, scale=scale)}

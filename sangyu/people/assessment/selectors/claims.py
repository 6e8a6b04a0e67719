"""What waits in this room, as claims on the duty ledger: orders not yet kept, results about to expire."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sangyu.kernel import clock, pii
from sangyu.people.assessment.choices import OPEN_STATES, Origin
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.policy.results import terms
from sangyu.people.assessment.rules.validity import remind_from
from sangyu.people.registry.types import Status

TOWN = 9


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: whose masked name it shows, in which area, since when."""

    id: str
    area_code: str
    label: str
    since: datetime
    unit_id: int | None = None
    workdays: int = 0


def orders_waiting(only: Collection[str] | None = None) -> list[Waiting]:
    """Open orders: the agency assesses."""
    rows = AssessmentOrder.objects.filter(state__in=OPEN_STATES).select_related("elder")
    if only is not None:
        rows = rows.filter(pk__in=only)
    return [
        Waiting(
            str(row.pk), row.elder.area_code, pii.mask_name(row.elder.name), row.ordered_at,
            row.agency_id, terms(clock.legal_day(row.ordered_at)).workdays[row.occasion],
        )
        for row in rows.order_by("pk")
    ]  # fmt: skip


def expiries_waiting(
    only: Collection[str] | None = None, *, today: date | None = None
) -> list[Waiting]:
    """Results that nobody has followed up and whose reminder has begun; people no longer on the register need none."""
    today = today or clock.today()
    longest = today + timedelta(days=366)
    rows = (
        Assessment.objects.filter(valid_until__lte=longest, superseded_by__isnull=True)
        .filter(elder__status=Status.PRESENT)
        .exclude(origin=Origin.RESCORED)
        .select_related("elder")
    )
    if only is not None:
        rows = rows.filter(pk__in=only)
    return [
        Waiting(
            str(row.pk), row.elder.area_code[:TOWN], pii.mask_name(row.elder.name), _morning(first)
        )
        for row in rows.order_by("pk")
        if (first := remind_from(row.valid_until, terms(row.assessed_on).remind_days)) <= today
    ]


def order_outcome(order_id: str) -> tuple[str, datetime | None]:
    """How an order stands and since when; ("", None) if it is gone."""
    row = AssessmentOrder.objects.filter(pk=order_id).first()
    return (row.state, row.closed_at) if row else ("", None)


def follower(assessment_id: str) -> Assessment | None:
    """The result that follows another on its scale."""
    found: Assessment | None = (
        Assessment.objects.filter(supersedes_id=int(assessment_id)).order_by("pk").first()
    )
    return found


def open_expiries(elder_id: int) -> list[str]:
    """The results of a person, whose reminders a new result may answer."""
    rows = Assessment.objects.filter(elder_id=elder_id)
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def orders_of(elder_id: int) -> list[str]:
    """The orders of a person."""
    rows = AssessmentOrder.objects.filter(elder_id=elder_id)
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), clock.SHANGHAI)

"""The team of an assessment against the agency's register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.errors import DomainError
from sangyu.people.assessment.models import Assessor
from sangyu.people.assessment.policy.results import Terms
from sangyu.people.assessment.rules.team import Member, TeamFault, team_check

FAULTS: dict[TeamFault, tuple[Promise, Promise]] = {
    TeamFault.TOO_FEW: (
        _("Two assessors make an assessment together."),
        _("Name the second one."),
    ),
    TeamFault.TWICE: (_("The same assessor is named twice."), _("Name the second one.")),
    TeamFault.OTHER_AGENCY: (
        _("An assessor of another agency is named."),
        _("Name assessors of the agency that has the order."),
    ),
    TeamFault.NOT_IN_FORCE: (
        _("An assessor was not on the agency's register on that day."),
        _("Check the day, or name somebody who was."),
    ),
    TeamFault.NONE_MEDICAL: (
        _("One of the two assessors must have a medical or nursing background."),
        _("Name one who has."),
    ),
}


def ensure_team(agency_id: int, ids: Sequence[int], on: date, rule: Terms) -> None:
    """Refuse a team that may not assess; the first fault is told, with its clause."""
    rows = {row.pk: row for row in Assessor.objects.filter(pk__in=ids)}
    members = [
        Member(row.pk, row.agency_id, row.is_medical, row.started_on, row.ended_on)
        for row in (rows[one] for one in ids if one in rows)
    ]
    faults = team_check(
        members, agency_id=agency_id, on=on, least=rule.assessors, medical=rule.medical
    )
    if faults:
        message, remedy = FAULTS[faults[0]]
        raise DomainError(
            f"team-{faults[0]}",
            f"{message} ({rule.clause})",
            field="second_id",
            remedy=str(remedy),
        )

"""Refusals that several services share, each with its remedy."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, NotFound
from sangyu.people.assessment.models import Accreditation, AssessmentOrder
from sangyu.people.assessment.rules.team import in_force
from sangyu.people.registry.types import Status


def elder_of(actor: Actor, elder_id: int) -> Any:
    """The elder, locked, within the actor's area and still on the register."""
    elders: Any = AssessmentOrder._meta.get_field("elder").related_model
    found = elders.objects.select_for_update().visible_to(actor).filter(pk=elder_id).first()
    if found is None:
        raise NotFound(
            "not-found",
            _("There is no such record, or it lies outside your area."),
            remedy=_("Check the address, or search for it."),
        )
    if found.status != Status.PRESENT:
        raise Conflict(
            "elder-not-present",
            _("The person is no longer on the register, so nothing can be assessed."),
            remedy=_("If the departure was a mistake, take it back in the record first."),
        )
    return found


def refuse_future(on: date, at: datetime, field: str) -> None:
    """What has happened lies not in the future."""
    if on > clock.legal_day(at):
        raise DomainError(
            "day-in-future",
            _("This day lies in the future."),
            field=field,
            remedy=_("Give the day on which it happened."),
        )


def ensure_accredited(agency_id: int, on: date) -> None:
    """Refuse an agency that may not assess on the day."""
    rows = Accreditation.objects.filter(agency_id=agency_id)
    if not any(in_force(row.started_on, row.ended_on, on) for row in rows):
        raise DomainError(
            "agency-not-accredited",
            _("This agency is not accredited to assess."),
            field="agency_id",
            remedy=_("Choose an accredited one, or record its accreditation first."),
        )


def ensure_open(order: AssessmentOrder) -> None:
    """Refuse to go on with an order that was assessed or cancelled."""
    if not order.is_open:
        raise Conflict(
            "order-closed",
            _("This order is closed: %(state)s.") % {"state": order.get_state_display()},
            remedy=_("Look at the elder's results, or ask the town for a new order."),
        )

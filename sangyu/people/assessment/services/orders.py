"""Ordering an assessment, planning it, cancelling it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events, workdays
from sangyu.kernel.access import ensure_still_visible, load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.assessment import audit_codes, rights
from sangyu.people.assessment.choices import Occasion, OrderState, Place
from sangyu.people.assessment.events import AssessmentOrderClosed, AssessmentOrdered
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.models.columns import actor_values
from sangyu.people.assessment.policy.results import terms
from sangyu.people.assessment.services import _telling
from sangyu.people.assessment.services._checks import elder_of, ensure_accredited, ensure_open


@transaction.atomic
def order_make(  # noqa: PLR0913  the facts of an order
    *,
    actor: Actor,
    elder_id: int,
    agency_id: int,
    occasion: str,
    reason: str = "",
    disputes_id: int | None = None,
    instrument: str = "gbt42195",
    at: datetime | None = None,
) -> AssessmentOrder:
    """Order an assessment of an elder from an accredited agency; its day follows from the occasion by working days.

    A disputed result is re-assessed by another agency than the one whose result it is.
    """
    require(actor, rights.ASSESSMENT_ORDER)
    elder = elder_of(actor, elder_id)
    at = at or clock.now()
    today = clock.legal_day(at)
    ensure_accredited(agency_id, today)
    disputes = _disputed(elder_id, occasion, disputes_id, agency_id)
    rule = terms(today)
    try:
        with transaction.atomic():
            order: AssessmentOrder = AssessmentOrder.objects.create(
                elder=elder, agency_id=agency_id, occasion=occasion, reason=reason.strip(),
                disputes=disputes, instrument=instrument, ordered_at=at,
                due_on=workdays.add_workdays(today, rule.workdays[occasion]).date,
                **actor_values(actor),
            )  # fmt: skip
    except IntegrityError as error:
        if "assessment_order_open_once" not in str(error):
            raise
        raise Conflict(
            "order-open",
            _("An assessment of this person is ordered already."),
            remedy=_("Wait for its result, or cancel it first."),
        ) from error
    ensure_still_visible(order, AssessmentOrder.objects.all(), actor)
    after = {"occasion": occasion, "agency": order.agency.short_name, "due_on": order.due_on}
    _telling.record(
        actor, audit_codes.ORDERED, elder, of=order, after=after, clause=rule.clause, at=at
    )
    events.publish(AssessmentOrdered(order.pk, elder.pk, elder.area_code, agency_id))
    return order


@transaction.atomic
def order_plan(  # noqa: PLR0913  the facts of an appointment
    *,
    actor: Actor,
    order_id: int,
    version: int,
    appointment_at: datetime,
    place: str = Place.HOME,
    note: str = "",
    at: datetime | None = None,
) -> AssessmentOrder:
    """The agency agrees a time and a place; again as often as it has to."""
    order = _order(actor, order_id, rights.ASSESSMENT_ASSESS, version)
    at = at or clock.now()
    if appointment_at <= at:
        raise DomainError(
            "appointment-past",
            _("The appointment lies in the past."),
            field="appointment_at",
            remedy=_("Give the time that was agreed."),
        )
    order.state, order.appointment_at = str(OrderState.PLANNED), appointment_at
    order.place, order.note = place, note.strip()
    order.version += 1
    order.save(update_fields=["state", "appointment_at", "place", "note", "version"])
    after = {"appointment_at": appointment_at, "place": place}
    _telling.record(actor, audit_codes.PLANNED, order.elder, of=order, after=after, at=at)
    return order


@transaction.atomic
def order_cancel(
    *, actor: Actor, order_id: int, version: int, reason: str, at: datetime | None = None
) -> AssessmentOrder:
    """Take an order back, and why."""
    order = _order(actor, order_id, rights.ASSESSMENT_ORDER, version)
    at = at or clock.now()
    if not reason.strip():
        raise DomainError(
            "reason-missing",
            _("A reason is needed."),
            field="reason",
            remedy=_("Say why the assessment is not needed any more."),
        )
    order.state, order.closed_at, order.note = str(OrderState.CANCELLED), at, reason.strip()
    order.version += 1
    order.save(update_fields=["state", "closed_at", "note", "version"])
    after: dict[str, object] = {"reason": reason.strip()}
    _telling.record(actor, audit_codes.CANCELLED, order.elder, of=order, after=after, at=at)
    events.publish(
        AssessmentOrderClosed(order.pk, order.elder_id, order.elder.area_code, is_done=False)
    )
    return order


def _order(actor: Actor, order_id: int, right: str, version: int) -> AssessmentOrder:
    """The order, locked; refused if it is closed or somebody changed it since it was read."""
    rows = AssessmentOrder.objects.select_for_update(of=("self",)).select_related("elder", "agency")
    order: AssessmentOrder = load(rows, actor, right, pk=order_id)
    ensure_open(order)
    if order.version != version:
        raise Conflict(
            "order-changed",
            _("Somebody changed this order after you had opened it, so yours was not saved."),
            remedy=_("Open it again and look at what it says now."),
        )
    return order


def _disputed(
    elder_id: int, occasion: str, disputes_id: int | None, agency_id: int
) -> Assessment | None:
    if occasion != Occasion.DISPUTED:
        return None
    rows = Assessment.objects.select_related("order").filter(elder_id=elder_id)
    found: Assessment | None = rows.filter(pk=disputes_id).first() if disputes_id else None
    if found is None:
        raise DomainError(
            "disputed-missing",
            _("It is not said which result is disputed."),
            field="disputes_id",
            remedy=_("Choose one of the person's results."),
        )
    if found.order is not None and found.order.agency_id == agency_id:
        raise DomainError(
            "disputed-same-agency",
            _("This agency made the result that is disputed."),
            field="agency_id",
            remedy=_("Choose another accredited agency."),
        )
    return found

"""Opening an order or an elder's assessments: personal data is read, and the trail says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import NotFound
from sangyu.people.assessment import audit_codes, rights
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.services import _telling


@transaction.atomic
def order_open(*, actor: Actor, order_id: int, at: datetime | None = None) -> AssessmentOrder:
    """One order with the elder it is about."""
    rows = AssessmentOrder.objects.select_related("elder", "agency", "disputes")
    order: AssessmentOrder = load(rows, actor, rights.ASSESSMENT_VIEW, pk=order_id)
    _telling.record(actor, audit_codes.OPENED, order.elder, of=order, at=at)
    return order


@transaction.atomic
def result_open(*, actor: Actor, assessment_id: int, at: datetime | None = None) -> Assessment:
    """One result with its answers."""
    rows = Assessment.objects.select_related(
        "elder", "order__agency", "lead", "second", "rescored_from"
    )
    row: Assessment = load(rows, actor, rights.ASSESSMENT_VIEW, pk=assessment_id)
    _telling.record(actor, audit_codes.OPENED, row.elder, of=row, at=at)
    return row


@transaction.atomic
def timeline_open(
    *, actor: Actor, elder_id: int, at: datetime | None = None
) -> tuple[Any, list[Assessment], list[AssessmentOrder]]:
    """One elder's results, the newest first, and the orders; 404 where the elder is not the actor's to see."""
    elders: Any = AssessmentOrder._meta.get_field("elder").related_model
    elder = elders.objects.visible_to(actor).filter(pk=elder_id).first()
    orders = AssessmentOrder.objects.visible_to(actor).filter(elder_id=elder_id)
    results = Assessment.objects.visible_to(actor).filter(elder_id=elder_id)
    if elder is None or (actor.role == "assessor" and not orders.exists()):
        raise NotFound(
            "not-found",
            _("There is no such record, or it lies outside your area."),
            remedy=_("Check the address, or search for it."),
        )
    require(actor, rights.ASSESSMENT_VIEW)
    _telling.record(actor, audit_codes.OPENED, elder, at=at)
    return (
        elder,
        list(
            results.select_related("order__agency", "lead", "second", "rescored_from").order_by(
                "-assessed_on", "-id"
            )
        ),
        list(orders.select_related("agency").order_by("-ordered_at", "-id")),
    )

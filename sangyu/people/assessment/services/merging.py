"""What becomes of orders and results when the record they hang on is merged, unmerged or leaves the register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.assessment import audit_codes, rights
from sangyu.people.assessment.choices import OPEN_STATES, OrderState
from sangyu.people.assessment.events import AssessmentOrderClosed
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.services import _telling


@transaction.atomic
def elder_follow(*, actor: Actor, from_id: int, to_id: int) -> None:
    """Hang everything of one record on another, and remember where it came from. The merge itself is in the trail."""
    require(actor, rights.ASSESSMENT_ORDER)
    for model in (AssessmentOrder, Assessment):
        model.objects.filter(elder_id=from_id, merged_from__isnull=True).update(
            elder_id=to_id, merged_from=from_id
        )


@transaction.atomic
def elder_return(*, actor: Actor, from_id: int, to_id: int) -> None:
    """The other way: what came from the merged record goes back to it."""
    require(actor, rights.ASSESSMENT_ORDER)
    for model in (AssessmentOrder, Assessment):
        model.objects.filter(elder_id=from_id, merged_from=to_id).update(
            elder_id=to_id, merged_from=None
        )


@transaction.atomic
def orders_drop(*, actor: Actor, elder_id: int, at: datetime | None = None) -> int:
    """Cancel the open orders of a person who left the register; how many there were."""
    require(actor, rights.ASSESSMENT_ORDER)
    at = at or clock.now()
    rows = AssessmentOrder.objects.select_for_update(of=("self",)).select_related("elder")
    found = list(rows.filter(elder_id=elder_id, state__in=OPEN_STATES))
    reason = _("The person is no longer on the register.")
    for order in found:
        AssessmentOrder.objects.filter(pk=order.pk).update(
            state=OrderState.CANCELLED, closed_at=at, note=reason, version=F("version") + 1
        )
        _telling.record(
            actor, audit_codes.CANCELLED, order.elder, of=order, after={"reason": reason}, at=at
        )
        events.publish(
            AssessmentOrderClosed(order.pk, elder_id, order.elder.area_code, is_done=False)
        )
    return len(found)

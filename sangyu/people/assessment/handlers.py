"""The room's own events and the duty ledger; and what hangs on a person who is merged, moved or gone."""

from __future__ import annotations

from sangyu.kernel import events
from sangyu.people.assessment import duties
from sangyu.people.assessment.events import (
    AssessmentCompleted,
    AssessmentOrderClosed,
    AssessmentOrdered,
)
from sangyu.people.assessment.selectors import claims
from sangyu.people.assessment.services import merging
from sangyu.people.registry.events import ElderDied, ElderMerged, ElderMoved, ElderUnmerged


def follow_order(event: AssessmentOrdered | AssessmentOrderClosed) -> None:
    """The agency owes the assessment; or it is made, or not needed any more."""
    duties.orders_match(only=[str(event.order_id)])


events.subscribe(AssessmentOrdered)(follow_order)
events.subscribe(AssessmentOrderClosed)(follow_order)


@events.subscribe(AssessmentCompleted)
def follow_result(event: AssessmentCompleted) -> None:
    """A new result answers the reminder of the former one."""
    if not event.is_rescored:
        duties.expiries_match(only=claims.open_expiries(event.elder_id))


def follow_person(event: ElderDied | ElderMoved) -> None:
    """Who is gone needs no assessment: open orders are cancelled; who moved takes the reminders along."""
    is_gone = isinstance(event, ElderDied) or not event.to_area_code
    if is_gone:
        merging.orders_drop(actor=duties.ACTOR, elder_id=event.elder_id)
    ids = claims.open_expiries(event.elder_id)
    if ids:
        duties.expiries_match(only=ids)
    orders = claims.orders_of(event.elder_id)
    if orders:
        duties.orders_match(only=orders)


events.subscribe(ElderDied)(follow_person)
events.subscribe(ElderMoved)(follow_person)


@events.subscribe(ElderMerged)
def take_along(event: ElderMerged) -> None:
    """What hangs on the merged record belongs to the kept one."""
    merging.elder_follow(actor=duties.ACTOR, from_id=event.merged_id, to_id=event.kept_id)


@events.subscribe(ElderUnmerged)
def give_back(event: ElderUnmerged) -> None:
    """And goes back when the merge is undone."""
    merging.elder_return(actor=duties.ACTOR, from_id=event.kept_id, to_id=event.merged_id)

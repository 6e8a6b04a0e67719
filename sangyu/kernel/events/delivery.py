"""Deliveries: the worker's side of the outbox.

Steps for one delivery, in one transaction: take the oldest one that is due and not taken (SKIP LOCKED); call its
handler in a savepoint; mark it done, or count the try and put it off, or declare it dead. A worker killed at any
point leaves it waiting.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit, clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.codec import decode
from sangyu.kernel.errors import Conflict, DomainError, where
from sangyu.kernel.events.models import Delivery, DeliveryState, OutboxEvent
from sangyu.kernel.events.registry import handler_later
from sangyu.kernel.ui import paging

logger = logging.getLogger("sangyu.events")
PAUSES_SECONDS = (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600)
"""The pause after each failed try; after the last one the delivery is dead."""
KEPT_DAYS = 30
"""How long events stay after all their deliveries are done."""

REVIVED = audit.register("events.delivery.revived", _("%(who)s tried again to deliver %(object)s"))


class HandlerGoneError(LookupError):
    """No handler of this name listens any more."""


def deliver_due(*, most: int = 100) -> int:
    """Deliver up to `most` that are due; returns how many were tried."""
    tried = 0
    while tried < most and _deliver_one():
        tried += 1
    return tried


@transaction.atomic
def _deliver_one() -> bool:
    delivery: Delivery | None = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("event")
        .filter(state=DeliveryState.WAITING, next_at__lte=clock.now())
        .order_by("next_at", "id")
        .first()
    )
    if delivery is None:
        return False
    try:
        with transaction.atomic():
            _call(delivery)
    except Exception as error:  # noqa: BLE001  whatever it was, it must be seen and tried again
        _put_off(delivery, error)
    else:
        delivery.state = DeliveryState.DONE
        delivery.done_at = clock.now()
        delivery.error = ""
    delivery.attempts += 1
    delivery.save(update_fields=["state", "done_at", "error", "attempts", "next_at"])
    return True


def _call(delivery: Delivery) -> None:
    found = handler_later(delivery.event.name, delivery.handler)
    if found is None:
        raise HandlerGoneError(delivery.handler)
    cls, handler = found
    handler(decode(cls, delivery.event.payload))


def _put_off(delivery: Delivery, error: Exception) -> None:
    """The error is kept by type and code: its text might carry personal data."""
    name = type(error).__qualname__
    delivery.error = f"{name}: {error.code}" if isinstance(error, DomainError) else name
    logger.error("delivery %s to %s failed\n%s", delivery.pk, delivery.handler, where(error))
    if delivery.attempts < len(PAUSES_SECONDS):
        delivery.next_at = clock.now() + timedelta(seconds=PAUSES_SECONDS[delivery.attempts])
    else:
        delivery.state = DeliveryState.DEAD


def dead_list(*, actor: Actor) -> Any:
    """Undeliverable deliveries, newest first, with their events."""
    require(actor, "events.manage")
    rows = Delivery.objects.filter(state=DeliveryState.DEAD)
    return rows.select_related("event").order_by("-id")


def dead_count(actor: Actor) -> int:
    """How many deliveries wait for the administrator (the badge of the navigation)."""
    return paging.count_up_to(dead_list(actor=actor))


@transaction.atomic
def delivery_revive(*, actor: Actor, delivery_id: int) -> None:
    """Try a dead delivery again, from the first pause."""
    require(actor, "events.manage")
    dead = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.DEAD)
    if not dead.update(state=DeliveryState.WAITING, attempts=0, next_at=clock.now()):
        raise Conflict(
            "delivery-not-dead",
            _("This delivery is not among the undeliverable ones any more."),
            remedy=_("Look at the list again."),
        )
    audit.record(
        actor, REVIVED, kind="delivery", id=delivery_id,
        label=Delivery.objects.values_list("handler", flat=True).get(pk=delivery_id),
    )  # fmt: skip


def prune() -> int:
    """Forget events whose deliveries were all done long ago; returns how many."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    old = OutboxEvent.objects.filter(published_at__lt=before)
    count, _per_model = old.exclude(deliveries__state__in=("waiting", "dead")).delete()
    return int(count)

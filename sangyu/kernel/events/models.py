"""The outbox: events that wait for later handlers, and one delivery per event and handler."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutboxEvent(models.Model):
    """One published event that has later handlers, as JSON (`kernel.codec`)."""

    name = models.CharField(_("event"), max_length=200)
    payload = models.JSONField(_("content"))
    published_at = models.DateTimeField(_("published at"))

    objects: Any = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class DeliveryState(models.TextChoices):
    """waiting → done, or waiting → dead after the last try; dead → waiting by hand."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    DEAD = "dead", _("Undeliverable")


TRANSITIONS = {
    DeliveryState.WAITING: frozenset({DeliveryState.DONE, DeliveryState.DEAD}),
    DeliveryState.DEAD: frozenset({DeliveryState.WAITING}),
    DeliveryState.DONE: frozenset(),
}


class Delivery(models.Model):
    """One event on its way to one handler. Marked done in the transaction of the handler's own work."""

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="deliveries")
    handler = models.CharField(_("handler"), max_length=100)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("number of tries"), default=0)
    next_at = models.DateTimeField(_("next try"))
    done_at = models.DateTimeField(_("done at"), null=True)
    error = models.TextField(_("last error"), default="")

    objects: Any = models.Manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=("next_at", "id"), condition=Q(state="waiting"), name="events_delivery_due"
            ),
            models.Index(fields=("id",), condition=Q(state="dead"), name="events_delivery_dead"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("event", "handler"), name="events_delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="events_delivery_state"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
                name="events_delivery_done_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler}"

"""The events room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.kernel.ui.nav import Item


class EventsConfig(AppConfig):
    """事件."""

    name = "sangyu.kernel.events"
    label = "events"

    def ready(self) -> None:
        """Declare this room's right and page, and import every room's `handlers`, which subscribe themselves."""
        from sangyu.kernel.events import delivery, rights

        nav.register(
            Item(
                "system", _("Undeliverable events"), "events:dead", "inbox", rights.EVENTS_MANAGE,
                order=60, badge=delivery.dead_count,
            )
        )  # fmt: skip
        autodiscover_modules("handlers")

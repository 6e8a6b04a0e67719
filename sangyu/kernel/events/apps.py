"""The events room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    """事件."""

    name = "sangyu.kernel.events"
    label = "events"

    def ready(self) -> None:
        """Declare this room's right, and import every room's `handlers`, which subscribe themselves."""
        from sangyu.kernel.events import rights  # noqa: F401  registration

        autodiscover_modules("handlers")

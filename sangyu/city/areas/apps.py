"""The areas room."""

from __future__ import annotations

from django.apps import AppConfig

from sangyu.kernel.audit import kinds


class AreasConfig(AppConfig):
    """行政区划."""

    name = "sangyu.city.areas"
    label = "areas"

    def ready(self) -> None:
        """Lend the audit trail the areas' names."""
        from sangyu.city.areas.selectors import area_name

        kinds.names.area = lambda code: area_name(code).full_name

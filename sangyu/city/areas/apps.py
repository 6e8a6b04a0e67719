"""The areas room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.audit import kinds
from sangyu.kernel.ui import nav


class AreasConfig(AppConfig):
    """行政区划."""

    name = "sangyu.city.areas"
    label = "areas"

    def ready(self) -> None:
        """Lend the audit trail the areas' names."""
        from sangyu.city.areas import audit_words, rights
        from sangyu.city.areas.selectors import area_name

        nav.register(
            nav.Item("city", _("Areas"), "areas:home", "map-pin", rights.AREA_VIEW, order=5)
        )
        audit_words.declare()
        kinds.names.area = lambda code: area_name(code).full_name

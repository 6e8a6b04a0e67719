"""The engines room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnginesConfig(AppConfig):
    name = "sangyu.insight.engines"
    label = "engines"
    verbose_name = _("Snapshots")

    def ready(self) -> None:
        from sangyu.insight.engines import audit_codes, checks  # noqa: F401  # both register

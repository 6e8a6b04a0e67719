"""The indicators room."""

from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """指标."""

    name = "sangyu.accountability.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Declare rights, audit codes, jobs and navigation."""
        from sangyu.accountability.indicators import codes, jobs, navigation, rights  # noqa: F401

"""The indicators room."""

from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """指标."""

    name = "sangyu.accountability.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Declare rights, audit codes, jobs and navigation."""
        from sangyu.accountability.indicators import (  # noqa: F401  registration
            audit_words,
            codes,
            handlers,
            jobs,
            navigation,
            rights,
            selectors,
        )
        from sangyu.accountability.indicators.selectors import values
        from sangyu.insight.engines.retention import register_holder

        audit_words.declare()
        register_holder("indicators", selectors.snapshots_held)
        register_holder("indicators.values", values.snapshots_held)

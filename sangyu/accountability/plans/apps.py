"""The plans room."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """计划."""

    name = "sangyu.accountability.plans"
    label = "plans"

    def ready(self) -> None:
        """Declare rights, audit codes, kinds of duty, handlers and navigation."""
        from sangyu.accountability.indicators import opening
        from sangyu.accountability.plans import (  # noqa: F401  registration
            audit_words,
            codes,
            datasets,
            duties,
            figures,
            files,
            handlers,
            navigation,
            rights,
        )
        from sangyu.insight.datasets import registry

        audit_words.declare()
        registry.register(datasets.PLAN_DUTIES)
        opening.register(datasets.PLAN_DUTIES.name, datasets.OPENER)

"""The entitlement room."""

from __future__ import annotations

from django.apps import AppConfig


class EntitlementConfig(AppConfig):
    """保障."""

    name = "sangyu.people.entitlement"
    label = "entitlement"

    def ready(self) -> None:
        """Declare this room's rights and actions."""
        from sangyu.insight.datasets import registry
        from sangyu.people.entitlement import (  # some register themselves by being imported
            audit_codes,  # noqa: F401
            audit_words,
            handlers,  # noqa: F401
            jobs,  # noqa: F401
            navigation,
            rights,  # noqa: F401
        )
        from sangyu.people.entitlement.datasets import ENTITLEMENTS

        registry.register(ENTITLEMENTS)
        navigation.declare()
        audit_words.declare()

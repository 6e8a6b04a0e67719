"""The entitlement room."""

from __future__ import annotations

from django.apps import AppConfig


class EntitlementConfig(AppConfig):
    """保障."""

    name = "sangyu.people.entitlement"
    label = "entitlement"

    def ready(self) -> None:
        """Declare this room's rights and actions."""
        from sangyu.people.entitlement import audit_codes, handlers, jobs, rights  # noqa: F401

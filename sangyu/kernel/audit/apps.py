"""The audit room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """审计."""

    name = "sangyu.kernel.audit"
    label = "audit"

    def ready(self) -> None:
        """Declare this room's right."""
        from sangyu.kernel.audit import rights  # noqa: F401  registration

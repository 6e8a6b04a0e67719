"""The audit room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.kernel.ui.nav import Item


class AuditConfig(AppConfig):
    """审计."""

    name = "sangyu.kernel.audit"
    label = "audit"

    def ready(self) -> None:
        """Declare this room's right and page."""
        from sangyu.kernel.audit import rights

        nav.register(
            Item(
                "system",
                _("Audit trail"),
                "audit:list",
                "shield-check",
                rights.AUDIT_VIEW,
                order=30,
            )
        )

"""The duties room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav


class DutiesConfig(AppConfig):
    """事项."""

    name = "sangyu.city.duties"
    label = "duties"

    def ready(self) -> None:
        """Declare this room's rights, notices, action codes and navigation."""
        from sangyu.city.duties import audit_words, notices, rights  # noqa: F401  registration
        from sangyu.city.duties.selectors import overdue_count, sees
        from sangyu.city.duties.types import FILE_OWNER
        from sangyu.kernel.attachments.registry import register

        audit_words.declare()
        register(FILE_OWNER, sees)
        nav.register(
            nav.Item(
                "today", _("Duties"), "duties:board", "checklist", rights.DUTY_VIEW, order=20,
                badge=lambda actor: overdue_count(actor=actor), key="d", prefix="/duties/",
            )
        )  # fmt: skip

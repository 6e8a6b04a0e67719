"""The workdays room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav


class WorkdaysConfig(AppConfig):
    """工作日."""

    name = "sangyu.kernel.workdays"
    label = "workdays"

    def ready(self) -> None:
        """Declare this room's right, audit codes and page."""
        from sangyu.kernel import audit
        from sangyu.kernel.workdays import rights, services  # noqa: F401  registration
        from sangyu.kernel.workdays.models import DayOverride

        words = audit.words_of(DayOverride) | {"first": _("First time")}
        audit.describe("workday", _("Workday"), fields=words)
        audit.describe("workday-year", _("Calendar of a year"), fields=words)

        nav.register(
            nav.Item(
                "system",
                _("Workdays"),
                "workdays:home",
                "calendar",
                rights.WORKDAYS_MANAGE,
                order=40,
            )
        )

"""The workdays room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    """工作日."""

    name = "sangyu.kernel.workdays"
    label = "workdays"

    def ready(self) -> None:
        """Declare this room's right and audit codes."""
        from sangyu.kernel.workdays import rights, services  # noqa: F401  registration

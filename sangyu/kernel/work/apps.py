"""The work room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkConfig(AppConfig):
    """作业."""

    name = "sangyu.kernel.work"
    label = "work"

    def ready(self) -> None:
        """Declare this room's right, and import every room's `jobs`, which register themselves."""
        from sangyu.kernel.work import rights  # noqa: F401  registration

        autodiscover_modules("jobs")

"""The work room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.kernel.ui.nav import Item


class WorkConfig(AppConfig):
    """作业."""

    name = "sangyu.kernel.work"
    label = "work"

    def ready(self) -> None:
        """Declare this room's right and page, and import every room's `jobs`, which register themselves."""
        from sangyu.kernel import audit
        from sangyu.kernel.work import rights  # noqa: F401  registration

        audit.describe("job", _("Job"), fields={"kind": _("Kind of job")}, url="work:progress")

        nav.register(Item("system", _("Jobs"), "work:list", "loader-2", order=50))
        autodiscover_modules("jobs")

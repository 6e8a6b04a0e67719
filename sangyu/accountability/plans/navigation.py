"""Where the plans stand in the console."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.rights import PLAN_VIEW
from sangyu.kernel.ui import nav

nav.register(
    nav.Item(
        "accountability",
        _("Plans and tasks"),
        "plans:list",
        "list-check",
        PLAN_VIEW,
        order=10,
        key="t",
        prefix="/plans/",
    )
)

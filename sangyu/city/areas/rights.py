"""The rights of the areas room and the actions of its trail. Role codes are plain: this room knows no posts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit
from sangyu.kernel.access import declare_right

AREA_VIEW = declare_right(
    "area.view",
    _("See the areas and their figures"),
    [
        "director", "officer", "town_clerk", "community_worker", "inspector", "hotline",
        "system_admin", "audit_admin",
    ],
)  # fmt: skip
AREA_FIGURES = declare_right(
    "area.figures", _("Enter and correct the figures of areas"), ["officer"]
)
FIGURE_SET = audit.register("areas.figure.set", _("%(who)s entered a figure of %(object)s"))
FIGURES_IMPORTED = audit.register(
    "areas.figures.imported", _("%(who)s imported figures from %(object)s")
)
FIGURES_LOADED = audit.register(
    "areas.figures.loaded", _("%(who)s loaded the shipped figures of areas")
)
FIGURES_EXPORTED = audit.register(
    "areas.figures.exported", _("%(who)s exported the figures of %(object)s")
)

"""Where the statistics stand in the console."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators.rights import STATISTIC_VIEW
from sangyu.kernel.ui import nav

nav.register(
    nav.Item(
        "accountability", _("Statistics"), "indicators:list", "chart-bar", STATISTIC_VIEW, order=20, key="s",
        prefix="/statistics/",
    )
)  # fmt: skip

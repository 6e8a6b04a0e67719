"""Where the room stands in the console."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators.rights import INDICATOR_VIEW, STATISTIC_VIEW
from sangyu.kernel.ui import nav

nav.register(
    nav.Item(
        "accountability", _("Cockpit"), "targets:cockpit", "layout-dashboard", INDICATOR_VIEW, order=5, key="c",
        prefix="/cockpit/",
    )
)  # fmt: skip
nav.register(
    nav.Item(
        "accountability", _("Targets"), "targets:list", "target", INDICATOR_VIEW, order=15, key="o",
        prefix="/targets/",
    )
)  # fmt: skip
nav.register(
    nav.Item(
        "accountability", _("Indicators"), "targets:indicator-list", "chart-line", INDICATOR_VIEW, order=17,
        key="i", prefix="/indicators/",
    )
)  # fmt: skip
nav.register(
    nav.Item(
        "accountability", _("Statistics"), "indicators:list", "chart-bar", STATISTIC_VIEW, order=20, key="s",
        prefix="/statistics/",
    )
)  # fmt: skip

"""Where the papers stand in the console."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.papers.rights import PAPER_VIEW
from sangyu.kernel.ui import nav

nav.register(
    nav.Item(
        "accountability",
        _("Papers"),
        "papers:list",
        "file-text",
        PAPER_VIEW,
        order=5,
        key="p",
        prefix="/papers/",
    )
)

"""The room's entry in the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.people.recognition import rights


def declare() -> None:
    """At start-up."""
    nav.register(
        nav.Item(
            "people", _("Assessment reports"), "recognition:reports", "certificate",
            rights.REPORT_VIEW, order=80,
        )
    )  # fmt: skip

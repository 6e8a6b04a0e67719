"""What the room puts into the frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.kernel.ui.nav import Item
from sangyu.people.assessment import rights


def declare() -> None:
    """At start-up."""
    nav.register(
        Item(
            "people", _("Assessments"), "assessment:order-list", "clipboard-check", rights.ASSESSMENT_VIEW,
            order=60, prefix="/assessments/",
        )
    )  # fmt: skip

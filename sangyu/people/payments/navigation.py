"""The room in the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.kernel.ui.nav import Item
from sangyu.people.payments import rights
from sangyu.people.registry import tabs


def declare() -> None:
    """At start-up."""
    nav.register(
        Item(
            "people", _("Payments"), "payments:list", "checklist", rights.PAYMENT_VIEW, order=90,
            prefix="/payments/",
        )
    )  # fmt: skip
    tabs.register("payments:elder", _("Payments"), rights.PAYMENT_VIEW)

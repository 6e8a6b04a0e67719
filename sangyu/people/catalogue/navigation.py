"""What the catalogue puts into the frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.kernel.ui.nav import Item
from sangyu.people.catalogue import rights


def declare() -> None:
    """At start-up."""
    nav.register(
        Item(
            "people", _("Lists of services"), "catalogue:list", "list-details", rights.LIST_VIEW, order=70,
            prefix="/services/",
        )
    )  # fmt: skip
    nav.register(
        Item(
            "people", _("What my family is entitled to"), "catalogue:mine", "checklist", rights.LIST_OWN,
            order=15,
        )
    )  # fmt: skip
    for label, url_name, icon, order in (
        (_("Wishes for a place"), "catalogue:wishes", "bed", 80),
        (_("Home adaptations"), "catalogue:works", "home", 90),
    ):
        nav.register(Item("people", label, url_name, icon, rights.WAIT_VIEW, order=order))

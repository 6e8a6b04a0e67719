"""Where the room stands in the console, and what of it goes with a record that is taken back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.people.entitlement import rights
from sangyu.people.registry import derived, tabs


def declare() -> None:
    """At start-up."""
    nav.register(
        nav.Item(
            "people", _("Entitlements"), "entitlement:list", "coin", rights.PROGRAMME_VIEW, order=60,
            prefix="/entitlement/",
        )
    )  # fmt: skip
    nav.register(
        nav.Item(
            "people", _("What we are entitled to"), "entitlement:mine", "coin", rights.ENTITLEMENT_OWN, order=20,
            prefix="/entitlement/mine/",
        )
    )  # fmt: skip
    derived.register("entitlement_decision", "elder_id")
    tabs.register("entitlement:elder", _("Entitlements"), rights.ENTITLEMENT_VIEW)

"""What the trail calls the catalogue's objects, their fields and coded values."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import audit
from sangyu.people.catalogue import types
from sangyu.people.catalogue.models import Bought, Item, Release, Wish, Work

EXTRAS: dict[str, Any] = {
    "begin_with": _("Begun from"),
    "lines": pgettext_lazy("of a list", "Lines"),
    "towns": pgettext_lazy("how many", "Towns"),
    "as_of": _("as of"),
    "shown": _("Shown"),
    "new": _("New"),
    "home": _("Eldercare home"),
    "part": _("Part of the target group"),
}
BEGINNINGS: list[tuple[str, Any]] = [
    ("last", _("the list released last")), ("national", _("the national list")),
    ("example", _("the example")), ("empty", _("an empty list")),
    ("kaili", "凯里"), ("mudanjiang", "牡丹江"), ("liaocheng", "聊城"), ("nantong", "南通"), ("zhangye", "张掖"),
]  # fmt: skip
PARTS = [("met", _("in the target group")), ("unknown", _("cannot be told"))]


def declare() -> None:
    """Lend the names."""
    audit.describe(
        "service-list", _("List of services"), url="catalogue:detail",
        fields=audit.words_of(Release) | EXTRAS, choices={"begin_with": BEGINNINGS},
    )  # fmt: skip
    audit.describe(
        "service-item", _("Service item"), url="catalogue:item",
        fields=audit.words_of(Item) | EXTRAS,
        choices={
            "form": types.ServiceForm.choices, "availability": types.Availability.choices, "part": PARTS,
        },
    )  # fmt: skip
    audit.describe(
        "purchase-line", _("Line of the purchase catalogue"), fields=audit.words_of(Bought)
    )
    audit.describe(
        "wish", _("Wish for a place"), url="catalogue:wish", fields=audit.words_of(Wish) | EXTRAS,
        choices={"state": types.WishState.choices, "source": types.WishSource.choices},
    )  # fmt: skip
    audit.describe(
        types.WORK_FILES, _("Adaptation of a home"), url="catalogue:work",
        fields=audit.words_of(Work) | EXTRAS, choices={"state": types.WorkState.choices},
    )  # fmt: skip

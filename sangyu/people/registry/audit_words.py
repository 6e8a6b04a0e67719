"""What the trail calls the register's objects, their fields and coded values (kernel.audit.describe)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import audit
from sangyu.people.registry import types
from sangyu.people.registry.pages import words
from sangyu.people.registry.rules.fields import FIELDS
from sangyu.people.registry.rules.search import Way

label: Callable[[str], Any] = lazy(words.label, str)
"""A field's name, made when it is read, in the reader's language."""
ELDER_EXTRAS: dict[str, Any] = {
    "account": _("Account"),
    "batch": _("Import"),
    "category": _("Category"),
    "effective_on": _("In effect from"),
    "from": _("From"),
    "kind": pgettext_lazy("in the trail", "Kind"),
    "left": _("One record"),
    "left_on": _("Left on"),
    "left_reason": _("Left because of"),
    "merged": _("Merged record"),
    "met_on": _("Met on"),
    "note": _("Note"),
    "noted_on": _("Noted on"),
    "on": pgettext_lazy("in the trail", "Day"),
    "proof": _("Proof"),
    "reason": _("Reason"),
    "registered_on": _("On the register from"),
    "relation": _("Relation"),
    "right": _("The other record"),
    "row": _("Row"),
    "source": _("Who says so"),
    "status": _("Status"),
    "taken": _("Taken from the merged record"),
    "to_area_code": _("To which town or street"),
    "until": _("Until"),
    "fields": _("Shown in full"),
}
SEARCH_EXTRAS: dict[str, Any] = {
    "shown": _("Shown"),
    "by": _("Looked for by"),
    "ability": _("ability level"),
    "age_from": _("Age from"),
    "age_to": _("Age to"),
    "area_code": _("area"),
    "category_since": _("In the category since"),
    "changed_since": _("Changed since"),
    "gap": _("Missing in the record"),
}
WAYS = [
    (Way.ID, _("ID number")), (Way.PHONE, _("phone")), (Way.INITIALS, _("initials")),
    (Way.PINYIN, _("name in pinyin")), (Way.NAME, pgettext_lazy("of a person", "name")),
    (Way.ADDRESS, _("address")), ("birth", _("date of birth")),
]  # fmt: skip
LIST_EXTRAS: dict[str, Any] = {
    "people": pgettext_lazy("how many", "People"),
    "masked": _("Numbers masked"),
    "printed": _("Printed"),
    "query": _("Filter"),
    "shared": _("Shared with the unit"),
    "shown": _("Shown"),
    "new": _("New"),
    "on": pgettext_lazy("in the trail", "Day"),
}
COUNT_EXTRAS: dict[str, Any] = {
    "started": _("Begun"),
    "ended": _("Ended"),
    "corrected": _("Corrected"),
}
CAMPAIGN_EXTRAS: dict[str, Any] = {
    "as_of": _("The register as of"),
    "due_on": _("Confirmed by"),
    "towns": _("Towns"),
    "note": _("Note"),
    "reason": _("Reason"),
    "head_count": _("Elders"),
}


def declare() -> None:
    """Lend the names."""
    labels = {name: label(name) for name in FIELDS}
    coded: dict[str, Any] = {
        name: getattr(types, field.choices).choices
        for name, field in FIELDS.items()
        if field.choices
    }
    audit.describe(
        "elder", _("Elder"), url="registry:elder-detail", fields=SEARCH_EXTRAS | labels | ELDER_EXTRAS,
        choices=coded | {
            "status": types.Status.choices, "left_reason": types.LeftReason.choices,
            "source": types.Source.choices, "category": types.CategoryCode.choices,
            "kind": [*types.ResponsibleKind.choices, *types.NeedKind.choices],
            "by": WAYS, "taken": list(labels.items()), "fields": list(labels.items()),
        },
    )  # fmt: skip
    audit.describe(
        "campaign", _("Campaign"), url="registry:campaign-detail", fields=CAMPAIGN_EXTRAS
    )
    audit.describe("area", _("Area"), fields=LIST_EXTRAS | COUNT_EXTRAS)
    audit.describe("export", _("Export"), fields=LIST_EXTRAS)
    audit.describe("filter", _("Saved filter"), fields=LIST_EXTRAS)

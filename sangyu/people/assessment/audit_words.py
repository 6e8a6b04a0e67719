"""What the trail calls the room's objects, their fields and coded values (kernel.audit.describe)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import audit
from sangyu.people.assessment import choices

ORDER: dict[str, Any] = {
    "occasion": pgettext_lazy("of an assessment", "why"),
    "agency": _("agency"),
    "due_on": _("due on"),
    "appointment_at": _("appointment"),
    "place": pgettext_lazy("of an assessment", "where"),
    "reason": _("Reason"),
}
RESULT: dict[str, Any] = {
    "instrument": _("standard"),
    "level": pgettext_lazy("of an assessment", "level"),
    "valid_until": _("valid until"),
}
AGENCY: dict[str, Any] = {
    "on": pgettext_lazy("in the trail", "Day"),
    "until": _("Until"),
    "proof": _("decision"),
    "reason": _("Reason"),
    "certificate": _("certificate number"),
    "is_medical": _("medical or nursing background"),
}


def declare() -> None:
    """Lend the names."""
    audit.describe(
        "assessmentorder", _("Ordered assessment"), url="assessment:order", fields=ORDER,
        choices={"occasion": choices.Occasion.choices, "place": choices.Place.choices},
    )  # fmt: skip
    audit.describe("assessment", _("Assessment"), url="assessment:result", fields=RESULT)
    audit.describe("agency", _("agency"), fields=AGENCY)

"""What the trail calls the room's objects and fields (kernel.audit.describe)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import audit
from sangyu.people.recognition.types import Outcome


def declare() -> None:
    """Lend the names."""
    audit.describe(
        "assessmentreport", _("Assessment report"), url="recognition:report",
        fields={
            "purpose": pgettext_lazy("of a report", "Issued for"),
            "reason": _("Reason"),
            "format": pgettext_lazy("of a report", "Format"),
            "outcome": pgettext_lazy("of a check", "Outcome"),
        },
        choices={"outcome": Outcome.choices},
    )  # fmt: skip

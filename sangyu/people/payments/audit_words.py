"""What the trail calls the room's objects and their fields (kernel.audit.describe)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import audit

BATCH = {
    "month": _("Month"),
    "digest": _("Seal"),
    "reason": _("Reason"),
    "people": pgettext_lazy("how many", "People"),
    "held": _("Held back"),
    "withheld": _("Withheld"),
    "net_fen": _("Sum in fen"),
    "file": _("Seal of the file"),
    "rows": _("Rows"),
    "paid": _("Paid out"),
    "failed": _("Refused by the bank"),
    "returned": _("Returned by the bank"),
    "again": _("Known already"),
    "bad": _("Bad rows"),
}
ELDER = {
    "note": _("Note"),
    "programme": _("Programme"),
    "reason": _("Reason"),
    "from": _("From"),
    "until": _("Until"),
    "amount_fen": _("Sum in fen"),
    "reference": _("Receipt number"),
    "entries": _("Entries of the books"),
}


def declare() -> None:
    """Lend the names."""
    audit.describe("payment-batch", _("Payment batch"), fields=BATCH)
    audit.describe("recovery", _("Recovery"), fields={"changed": _("Changed")})
    audit.describe("elder", _("Elder"), fields=ELDER)

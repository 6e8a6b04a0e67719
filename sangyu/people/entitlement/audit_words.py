"""What the trail calls the room's objects and their fields (kernel.audit.describe)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import audit
from sangyu.people.entitlement.models import Claim, Run
from sangyu.people.entitlement.types import Answer, Channel

CLAIM = audit.words_of(Claim)


def declare() -> None:
    """Lend the names."""
    run = audit.words_of(Run)
    audit.describe("entitlement-run", _("Decision of everybody"), fields=run)
    audit.describe("programme", _("Programme"), fields={"versions": _("Versions")})
    audit.describe("receipts", _("Receipts"), fields={"count": pgettext_lazy("how many", "People")})
    audit.describe(
        "entitlement", _("Entitlements"), fields={"people": pgettext_lazy("how many", "People")}
    )
    audit.describe(
        "elder",
        _("Elder"),
        fields={name: CLAIM[name] for name in ("programme", "answer", "applied_on", "channel")}
        | {"decisions": pgettext_lazy("of entitlements", "Decisions")},
        choices={"answer": Answer.choices, "channel": Channel.choices},
    )

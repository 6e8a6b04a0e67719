"""What the trail calls accounts, posts and units (kernel.audit.describe)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.models import Account, Membership, Organisation, PasswordReset
from sangyu.kernel import audit


def declare() -> None:
    """Lend the names."""
    account = audit.words_of(PasswordReset) | audit.words_of(Account)
    audit.describe(
        "account", _("Account"), fields=account, choices={"language": settings.LANGUAGES},
        url="organisations:account",
    )  # fmt: skip
    audit.describe(
        "membership", _("Post"), choices=audit.choices_of(Membership),
        fields=audit.words_of(Membership) | {"organisation": _("Unit")},
    )  # fmt: skip
    audit.describe(
        "organisation", _("Unit"), choices=audit.choices_of(Organisation),
        fields=audit.words_of(Organisation) | {"successor": _("Successor")},
    )  # fmt: skip
    audit.describe("area", _("Area"), fields={"units": _("Units"), "aliases": _("Former names")})

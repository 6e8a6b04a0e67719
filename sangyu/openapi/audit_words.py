"""What the trail calls tokens of the open API (kernel.audit.describe)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel import audit
from sangyu.openapi.models import ApiToken


def declare() -> None:
    """Lend the names."""
    audit.describe(
        "api-token", _("API token"), choices={"role": Role.choices},
        fields=audit.words_of(ApiToken) | {
            "membership": _("Post"), "holder": _("Holder"), "role": _("Role"),
        },
    )  # fmt: skip

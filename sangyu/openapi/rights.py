"""The rights and actions of the open API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel import audit
from sangyu.kernel.access import declare_right

TOKEN_MANAGE = declare_right(
    "api.token", _("Issue and revoke tokens of the open API"), [Role.SECURITY_ADMIN]
)
TOKEN_ISSUED = audit.register("api.token.issued", _("%(who)s issued the token %(object)s"))
TOKEN_REVOKED = audit.register("api.token.revoked", _("%(who)s revoked the token %(object)s"))

"""The rights of the organisations room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

ORGANISATION_VIEW = declare_right("organisation.view", _("See the units"), Role)
ORGANISATION_MANAGE = declare_right(
    "organisation.manage", _("Keep the unit register"), [Role.SYSTEM_ADMIN]
)
ACCOUNT_MANAGE = declare_right("account.manage", _("Open and close accounts"), [Role.SYSTEM_ADMIN])
POST_GRANT = declare_right("post.grant", _("Give and withdraw posts"), [Role.SECURITY_ADMIN])

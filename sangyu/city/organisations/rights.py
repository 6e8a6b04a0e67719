"""The rights of the organisations room and the action codes of its trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel import audit
from sangyu.kernel.access import declare_right

ORGANISATION_VIEW = declare_right("organisation.view", _("See the units"), Role)
ORGANISATION_MANAGE = declare_right(
    "organisation.manage", _("Keep the unit register"), [Role.SYSTEM_ADMIN]
)
ACCOUNT_MANAGE = declare_right("account.manage", _("Open and close accounts"), [Role.SYSTEM_ADMIN])
ACCOUNT_VIEW = declare_right(
    "account.view", _("See the accounts"), [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN]
)
POST_GRANT = declare_right("post.grant", _("Give and withdraw posts"), [Role.SECURITY_ADMIN])
LOCK_RELEASE = declare_right(
    "lock.release", _("Release locks and lost second factors"), [Role.SECURITY_ADMIN]
)
PASSWORD_APPROVE = declare_right(
    "password.approve",
    _("Approve new passwords of privileged accounts"),
    [Role.SECURITY_ADMIN],
)

UNIT_CREATED = audit.register("organisation.created", _("%(who)s entered the unit %(object)s"))
UNIT_CLOSED = audit.register("organisation.closed", _("%(who)s closed the unit %(object)s"))
UNITS_LOADED = audit.register("organisation.loaded", _("%(who)s loaded the shipped units"))
ACCOUNT_OPENED = audit.register("account.opened", _("%(who)s opened the account of %(object)s"))
ACCOUNT_CLOSED = audit.register("account.closed", _("%(who)s closed the account of %(object)s"))
ACCOUNT_REOPENED = audit.register(
    "account.reopened", _("%(who)s opened the account of %(object)s again")
)
PASSWORD_RESET = audit.register(
    "account.password.reset", _("%(who)s gave %(object)s a first password")
)
RESET_ASKED = audit.register(
    "account.password.asked", _("%(who)s asked for a new password of the privileged %(object)s")
)
RESET_APPROVED = audit.register(
    "account.password.approved", _("%(who)s approved a new password of the privileged %(object)s")
)
RESET_REFUSED = audit.register(
    "account.password.refused", _("%(who)s refused a new password of the privileged %(object)s")
)
RESET_WITHDRAWN = audit.register(
    "account.password.withdrawn", _("%(who)s withdrew the request for a new password of %(object)s")
)
RESET_EXPIRED = audit.register(
    "account.password.expired", _("The request for a new password of %(object)s expired")
)
PASSWORD_VOIDED = audit.register(
    "account.password.voided",
    _("The first password of %(object)s ended, because %(who)s gave a privileged post"),
)
PASSWORD_CHANGED = audit.register("account.password.changed", _("%(object)s changed the password"))
LANGUAGE_CHOSEN = audit.register("account.language", _("%(object)s chose a language"))
SIGNED_IN = audit.register("account.signed_in", _("%(object)s signed in"))
SIGNED_OUT = audit.register("account.signed_out", _("%(object)s signed out"))
SIGN_IN_FAILED = audit.register(
    "account.sign_in_failed", _("Somebody tried in vain to sign in as %(object)s")
)
LOCKED = audit.register(
    "account.locked", _("Sign-in as %(object)s was locked after too many attempts")
)
LOCK_RELEASED = audit.register(
    "account.lock_released", _("%(who)s released the lock of %(object)s")
)
SECOND_FACTOR_SET = audit.register(
    "account.second_factor.set", _("%(object)s set up a second factor")
)
SECOND_FACTOR_REMOVED = audit.register(
    "account.second_factor.removed", _("%(who)s removed the second factor of %(object)s")
)
BACKUP_CODES_RENEWED = audit.register(
    "account.backup_codes", _("%(object)s received new backup codes")
)
POST_GRANTED = audit.register("post.granted", _("%(who)s gave %(object)s a post"))
POST_ENDED = audit.register("post.ended", _("%(who)s withdrew a post of %(object)s"))
POST_SWITCHED = audit.register("post.switched", _("%(who)s switched to another post"))

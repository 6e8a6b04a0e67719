"""Writes of units, accounts, posts and sign-in."""

from __future__ import annotations

from sangyu.city.organisations.services._passwords import is_privileged
from sangyu.city.organisations.services.accounts import (
    account_close,
    account_open,
    account_reopen,
    language_choose,
    lock_release,
    password_change,
    password_reset,
)
from sangyu.city.organisations.services.posts import membership_end, membership_grant
from sangyu.city.organisations.services.resets import (
    reset_approve,
    reset_ask,
    reset_refuse,
    reset_withdraw,
    resets_expire,
)
from sangyu.city.organisations.services.second_factor import (
    backup_codes_renew,
    second_factor_begin,
    second_factor_confirm,
    second_factor_remove,
)
from sangyu.city.organisations.services.sessions import (
    post_switched,
    sign_in_failed,
    signed_in,
    signed_out,
)
from sangyu.city.organisations.services.units import (
    organisation_close,
    organisation_create,
    units_load,
)

__all__ = [
    "account_close",
    "account_open",
    "account_reopen",
    "backup_codes_renew",
    "is_privileged",
    "language_choose",
    "lock_release",
    "membership_end",
    "membership_grant",
    "organisation_close",
    "organisation_create",
    "password_change",
    "password_reset",
    "post_switched",
    "reset_approve",
    "reset_ask",
    "reset_refuse",
    "reset_withdraw",
    "resets_expire",
    "second_factor_begin",
    "second_factor_confirm",
    "second_factor_remove",
    "sign_in_failed",
    "signed_in",
    "signed_out",
    "units_load",
]

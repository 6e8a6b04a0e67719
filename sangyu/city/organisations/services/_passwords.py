"""First passwords: how they are made, and whose take two persons."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import Q

from sangyu.city.organisations.models import Account
from sangyu.city.organisations.types import PRIVILEGED_ROLES
from sangyu.kernel import clock

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for one another when a first password is read out."""


def is_privileged(account: Account) -> bool:
    """True if the account holds, or will hold, a post that must sign in with a second factor."""
    posts = account.memberships.filter(role__in=PRIVILEGED_ROLES)
    return posts.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=clock.today())).exists()


def password_half() -> str:
    """Eight random letters and digits in two groups: half a first password."""
    return "-".join("".join(secrets.choice(ALPHABET) for _i in range(4)) for _group in range(2))


def first_password_set(row: Account, password: str, at: datetime) -> None:
    """Make this the account's password until the person's next sign-in."""
    row.set_password(password)
    row.must_change_password, row.password_changed_at = True, at
    row.save(update_fields=["password", "must_change_password", "password_changed_at"])

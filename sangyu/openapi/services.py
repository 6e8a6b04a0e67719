"""Issuing and revoking tokens."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.city.organisations.selectors import post_seen
from sangyu.city.organisations.types import PRIVILEGED_ROLES
from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError, Forbidden
from sangyu.openapi import rights
from sangyu.openapi.models import ApiToken
from sangyu.openapi.selectors import digest_of

if TYPE_CHECKING:
    from sangyu.city.organisations.models import Membership

PREFIX = "sgy_"
LONGEST = timedelta(days=366)


@transaction.atomic
def token_issue(
    *,
    actor: Actor,
    name: str,
    membership_id: int,
    expires_at: datetime,
    at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A new token for a post, at most for a year. The text is shown once and kept nowhere."""
    require(actor, rights.TOKEN_MANAGE)
    at = at or clock.now()
    post = post_seen(actor=actor, membership_id=membership_id)
    _check_post(actor, post)
    if not at < expires_at <= at + LONGEST:
        raise DomainError(
            "token-period",
            _("A token is valid for at most a year."),
            field="expires_at",
            remedy=_("Choose an earlier day."),
        )
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        membership_id=membership_id,
        digest=digest_of(text),
        issued_at=at,
        expires_at=expires_at,
    )
    after = {
        "membership": membership_id,
        "holder": post.account.name,
        "role": post.role,
        "expires_at": expires_at,
    }
    audit.record(
        actor, rights.TOKEN_ISSUED, kind="api-token", id=token.pk, area_code=post.area_code,
        label=name, after=after, at=at,
    )  # fmt: skip
    return token, text


def _check_post(actor: Actor, post: Membership) -> None:
    """A token signs in without a password or second factor, so some posts may have none."""
    if post.account_id == actor.account_id:
        raise Forbidden(
            "token-own",
            _("You cannot issue a token for your own post."),
            remedy=_("Ask another security administrator."),
        )
    if post.role in PRIVILEGED_ROLES:
        raise DomainError(
            "token-privileged",
            _("This post must sign in with a second factor, which a token has not."),
            field="membership_id",
            remedy=_("Give the calling system a post of its own, as a department officer's."),
        )


@transaction.atomic
def token_revoke(*, actor: Actor, token_id: int, at: datetime | None = None) -> ApiToken:
    """The token stops working at once."""
    require(actor, rights.TOKEN_MANAGE)
    rows = ApiToken.objects.select_for_update(of=("self",))
    token: ApiToken = load(rows, actor, rights.TOKEN_MANAGE, pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = at or clock.now()
        token.save(update_fields=["revoked_at"])
        audit.record(
            actor, rights.TOKEN_REVOKED, kind="api-token", id=token.pk, label=token.name, at=at
        )
    return token

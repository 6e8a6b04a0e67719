"""Issuing and revoking tokens."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError, NotFound
from sangyu.openapi import rights
from sangyu.openapi.models import ApiToken
from sangyu.openapi.selectors import digest_of

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
    after = {"membership": membership_id, "expires_at": expires_at}
    audit.record(
        actor, rights.TOKEN_ISSUED, kind="api-token", id=token.pk, label=name, after=after, at=at
    )
    return token, text


@transaction.atomic
def token_revoke(*, actor: Actor, token_id: int, at: datetime | None = None) -> ApiToken:
    """The token stops working at once."""
    require(actor, rights.TOKEN_MANAGE)
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise NotFound("not-found", _("There is no such token."))
    if token.revoked_at is None:
        token.revoked_at = at or clock.now()
        token.save(update_fields=["revoked_at"])
        audit.record(
            actor, rights.TOKEN_REVOKED, kind="api-token", id=token.pk, label=token.name, at=at
        )
    return token

"""Whom a token stands for."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.selectors import actor_of, current_posts
from sangyu.kernel import clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.openapi.models import ApiToken
from sangyu.openapi.rights import TOKEN_MANAGE

USE_NOTED_EVERY = timedelta(minutes=1)


class TokenState(models.TextChoices):
    """How a token stands."""

    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    POST_ENDED = "post_ended", _("Its post or account has ended")


def digest_of(text: str) -> bytes:
    """SHA-256: a token has 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(text.encode()).digest()


def actor_of_token(text: str, *, request_id: str = "") -> Actor | None:
    """The actor behind a token in force whose post is in force and whose account is open; None otherwise."""
    now = clock.now()
    token = ApiToken.objects.filter(
        digest=digest_of(text), revoked_at__isnull=True, expires_at__gt=now
    ).first()
    if token is None:
        return None
    post = (
        current_posts()
        .filter(pk=token.membership_id, account__is_active=True)
        .select_related("organisation", "account")
        .first()
    )
    if post is None:
        return None
    _note_use(token, now)
    return actor_of(post, request_id=request_id)


def _note_use(token: ApiToken, now: datetime) -> None:
    """When it was last used, to the minute: a busy caller costs one write a minute, not one a call."""
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def tokens_seen(*, actor: Actor) -> QuerySet[ApiToken]:
    """The tokens of posts in the actor's area."""
    require(actor, TOKEN_MANAGE)
    rows: QuerySet[ApiToken] = ApiToken.objects.visible_to(actor)
    return rows.select_related("membership__account", "membership__organisation")


def state_of(token: ApiToken, now: datetime) -> TokenState:
    """Whether a token still opens anything, and if not, why."""
    if token.revoked_at is not None:
        return TokenState.REVOKED
    if token.expires_at <= now:
        return TokenState.EXPIRED
    post = token.membership
    today = clock.legal_day(now)
    if not post.account.is_active or (post.ended_on is not None and post.ended_on <= today):
        return TokenState.POST_ENDED
    return TokenState.IN_FORCE

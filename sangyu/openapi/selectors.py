"""Whom a token stands for."""

from __future__ import annotations

import hashlib

from sangyu.city.organisations.selectors import actor_of, current_posts
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.openapi.models import ApiToken


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
    return actor_of(post, request_id=request_id) if post else None

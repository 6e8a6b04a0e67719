"""What the console lends to the frame of every page: posts, notices, what waits."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from sangyu.city.duties import selectors as duties
from sangyu.city.organisations.types import Role
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import nav
from sangyu.kernel.ui.middleware import wrote_mark
from sangyu.kernel.ui.nav import Notices, Post


def posts(request: HttpRequest) -> Sequence[Post]:
    """The person's posts; the switcher is left out where there is only one."""
    rows = getattr(request, "posts", [])
    actor: Actor | None = getattr(request, "actor", None)
    if len(rows) < 2 or actor is None:
        return []
    return [
        Post(
            str(row.pk),
            Role(row.role).label,
            row.organisation.short_name,
            row.pk == actor.membership_id,
        )
        for row in rows
    ]


def notices(request: HttpRequest) -> Notices | None:
    """The bell; counted as seldom as the badges."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return None
    unread = nav.kept(
        "bell", actor, wrote_mark(request), lambda: duties.notices_unread(actor=actor)
    )
    return Notices(unread, reverse("console:notices"))


def waiting(actor: Actor) -> int:
    """How much of the worklist is the actor's own turn."""
    return duties.waiting_count(actor=actor)

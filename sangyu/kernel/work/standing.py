"""Whether the one who started a job may still do what the job does.

A job keeps its actor by value, so that the trail names the one who started it whatever happened since. What that
actor could do then is no licence for ever: a post ends, an account is closed, a role or an area changes, and the job
may run (or run again) only afterwards. Who keeps the posts says whether one still holds.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Forbidden

PostCheck = Callable[[Actor], bool]
_checks: list[PostCheck] = []


def register(check: PostCheck) -> None:
    """Lend the check of posts (at start-up): True if the actor's post still gives all that the actor carries."""
    if check not in _checks:
        _checks.append(check)


def require_standing(actor: Actor) -> None:
    """Refuse an actor whose post no longer holds. The system has no post, nor has an actor made by code."""
    if actor.membership_id is None or all(check(actor) for check in _checks):
        return
    raise Forbidden(
        "post-no-longer-holds",
        _(
            "The post from which this was started has ended or has changed since, so it was not done any further."
        ),
        remedy=_("Let somebody who holds such a post today start it anew."),
    )

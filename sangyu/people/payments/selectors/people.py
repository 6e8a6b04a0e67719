"""The person a payment is about, seen through the register."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import NotFound
from sangyu.people.registry.selectors.names import PersonNow, people_now


def elder_for(actor: Actor, elder_id: int, right: str) -> PersonNow:
    """404 outside the actor's area, 403 without the right."""
    found = people_now(actor=actor, ids=[elder_id]).get(elder_id)
    if found is None:
        raise NotFound(
            "not-found",
            _("There is no such record, or it lies outside your area."),
            remedy=_("Check the address, or search for it."),
        )
    require(actor, right)
    return found

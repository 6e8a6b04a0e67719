"""Who looked at an elder's record."""

from __future__ import annotations

from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit import selectors as audit
from sangyu.kernel.audit.types import Entry
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.models import Elder


def looks(*, actor: Actor, elder_id: int, most: int = 100) -> list[Entry]:
    """The entries of the trail in which somebody saw this person's data, newest first."""
    load(Elder.objects.all(), actor, rights.ELDER_UNMASK, pk=elder_id)
    return audit.looks_at(
        actor=actor, kind="elder", id=elder_id, opened=audit_codes.OPENED, most=most
    )

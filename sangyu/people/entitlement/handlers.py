"""The registry's events: whoever changed is decided anew within seconds, by the worker."""

from __future__ import annotations

from contextlib import suppress

from sangyu.kernel import events, work
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import NotFound
from sangyu.people.entitlement.jobs import RUN_JOB
from sangyu.people.entitlement.services.redeciding import elder_redecide
from sangyu.people.registry.events import (
    ElderChanged,
    ElderDied,
    ElderMerged,
    ElderMoved,
    ElderRegistered,
    ElderReinstated,
    EldersLoaded,
    ElderUnmerged,
)


def decide_anew(
    event: ElderRegistered | ElderChanged | ElderDied | ElderMoved | ElderReinstated,
) -> None:
    """One person changed."""
    _decide(event.elder_id)


events.subscribe_later(ElderRegistered, name="entitlement.registered")(decide_anew)
events.subscribe_later(ElderChanged, name="entitlement.changed")(decide_anew)
events.subscribe_later(ElderDied, name="entitlement.died")(decide_anew)
events.subscribe_later(ElderMoved, name="entitlement.moved")(decide_anew)
events.subscribe_later(ElderReinstated, name="entitlement.reinstated")(decide_anew)


def decide_kept(event: ElderMerged | ElderUnmerged) -> None:
    """A merge or its undoing changes what is known of the record that was kept."""
    _decide(event.kept_id)


events.subscribe_later(ElderMerged, name="entitlement.merged")(decide_kept)
events.subscribe_later(ElderUnmerged, name="entitlement.unmerged")(decide_kept)


def _decide(elder_id: int) -> None:
    # The record may have been merged or taken back since: then there is nobody to decide.
    with suppress(NotFound):
        elder_redecide(actor=system_actor("entitlement"), elder_id=elder_id)


@events.subscribe_later(EldersLoaded, name="entitlement.loaded")
def decide_everybody(event: EldersLoaded) -> None:
    """An import: everybody at once is cheaper than one by one."""
    work.start(actor=system_actor("entitlement"), job=RUN_JOB)

"""What the register tells the books: accounts that changed, people who left or came back, records that became one."""

from __future__ import annotations

from sangyu.kernel import events
from sangyu.kernel.actors import system_actor
from sangyu.people.payments.selectors.books import programmes_of
from sangyu.people.payments.services.merging import books_merge, books_unmerge
from sangyu.people.payments.services.troubles import accounts_changed, recoveries_look
from sangyu.people.registry.events import (
    ElderChanged,
    ElderDied,
    ElderMerged,
    ElderMoved,
    ElderReinstated,
    ElderUnmerged,
)

ACTOR = system_actor("payments.follow")
ACCOUNT = frozenset({"bank", "bank_name", "bank_holder"})


@events.subscribe(ElderChanged)
def follow_account(event: ElderChanged) -> None:
    """A new account: the old refusal is settled, the next batch pays."""
    if ACCOUNT & set(event.fields):
        accounts_changed(actor=ACTOR, elder_ids=[event.elder_id])


def _look(elder_id: int, area_code: str) -> None:
    for programme in programmes_of(elder_id):
        recoveries_look(actor=ACTOR, programme=programme, area_code=area_code, elder_ids=[elder_id])


def follow_departure(event: ElderDied | ElderReinstated) -> None:
    """A death reported late makes months overpaid at once; a mistake taken back makes them owed again."""
    _look(event.elder_id, event.area_code)


events.subscribe(ElderDied)(follow_departure)
events.subscribe(ElderReinstated)(follow_departure)


@events.subscribe(ElderMoved)
def follow_move(event: ElderMoved) -> None:
    """Who moved away is owed nothing from then on."""
    _look(event.elder_id, event.to_area_code or event.from_area_code)


@events.subscribe(ElderMerged)
def follow_merge(event: ElderMerged) -> None:
    """One person, one account in the books."""
    books_merge(actor=ACTOR, kept_id=event.kept_id, merged_id=event.merged_id)


@events.subscribe(ElderUnmerged)
def follow_unmerge(event: ElderUnmerged) -> None:
    """Two again."""
    books_unmerge(actor=ACTOR, kept_id=event.kept_id, merged_id=event.merged_id)

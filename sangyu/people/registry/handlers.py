"""The registry's own events and the duty ledger: what begins to wait gets a clock, a decision stops it."""

from __future__ import annotations

from sangyu.kernel import events
from sangyu.people.registry import duties
from sangyu.people.registry.events import (
    ChangeDecided,
    ChangeProposed,
    DuplicatesSought,
    ElderMerged,
    ElderMoved,
    ElderUnmerged,
    PairDecided,
    TransferDecided,
    TransferRequested,
)
from sangyu.people.registry.selectors import claims


def follow_transfer(event: TransferRequested | TransferDecided) -> None:
    """The receiving town has to answer; or it has answered, or need not any more."""
    duties.transfers_match(only=[str(event.transfer_id)])


events.subscribe(TransferRequested)(follow_transfer)
events.subscribe(TransferDecided)(follow_transfer)


def follow_proposal(event: ChangeProposed | ChangeDecided) -> None:
    """The town has to approve or reject; or it has."""
    duties.proposals_match(only=[event.group])


events.subscribe(ChangeProposed)(follow_proposal)
events.subscribe(ChangeDecided)(follow_proposal)


@events.subscribe(ElderMoved)
def take_proposals_along(event: ElderMoved) -> None:
    """What waits about a person is the new town's to decide, by the old day."""
    groups = [one.id for one in claims.proposals_waiting(elder_id=event.elder_id)]
    if groups:
        duties.proposals_match(only=groups)


@events.subscribe(DuplicatesSought)
def follow_search(event: DuplicatesSought) -> None:
    """A search found look-alikes, or found that some are none any more."""
    duties.duplicates_match(only=event.towns)


@events.subscribe(PairDecided)
def follow_pair(event: PairDecided) -> None:
    """One pair less."""
    duties.duplicates_match(only=[event.town_code])


def follow_merge(event: ElderMerged | ElderUnmerged) -> None:
    """A merge decides the pair, taking it back opens it again."""
    towns = claims.town_of_pairs([event.kept_id, event.merged_id])
    if towns:
        duties.duplicates_match(only=towns)


events.subscribe(ElderMerged)(follow_merge)
events.subscribe(ElderUnmerged)(follow_merge)

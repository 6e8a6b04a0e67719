"""What waits in the registry, as claims on the duty ledger: whose turn it is, and since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min
from django.db.models.functions import Left

from sangyu.kernel import clock, pii
from sangyu.people.registry.models import DuplicatePair, ElderChange, Transfer
from sangyu.people.registry.types import ChangeState, PairDecision, Status, TransferState

TOWN = 9
"""The digits of a town (GB/T 2260): the level that decides."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is about (never a full name), which town decides, since when."""

    id: str
    town: str
    label: str
    since: datetime
    period: str = "-"


def transfers_waiting(only: Collection[str] | None = None) -> list[Waiting]:
    """Requested transfers: the receiving town answers."""
    rows = Transfer.objects.filter(state=TransferState.REQUESTED).select_related("elder")
    if only is not None:
        rows = rows.filter(pk__in=only)
    return [
        Waiting(
            str(row.pk), row.to_area_code[:TOWN], pii.mask_name(row.elder.name), row.requested_at
        )
        for row in rows.order_by("pk")
    ]


def proposals_waiting(
    only: Collection[str] | None = None, elder_id: int | None = None
) -> list[Waiting]:
    """Reported changes that were proposed together: the elder's town approves or rejects."""
    rows = ElderChange.objects.filter(state=ChangeState.PROPOSED, group__isnull=False)
    if only is not None:
        rows = rows.filter(group__in=only)
    if elder_id is not None:
        rows = rows.filter(elder_id=elder_id)
    groups = (
        rows.order_by()
        .values("group", "elder__area_code", "elder__name")
        .annotate(since=Min("recorded_at"))
        .order_by("since", "group")
    )
    return [
        Waiting(
            str(row["group"]), row["elder__area_code"][:TOWN], pii.mask_name(row["elder__name"]), row["since"]
        )
        for row in groups
    ]  # fmt: skip


def duplicates_waiting(only: Collection[str] | None = None) -> list[Waiting]:
    """Undecided pairs, together by town and day of finding: one duty for a night's finds. The younger record's town."""
    rows = (
        DuplicatePair.objects.filter(decision=PairDecision.OPEN)
        .exclude(left__status=Status.MERGED)
        .exclude(right__status=Status.MERGED)
        .annotate(town=Left("right__area_code", TOWN))
    )
    if only is not None:
        rows = rows.filter(town__in=only)
    found: dict[tuple[str, str], Waiting] = {}
    for town, since in rows.order_by("found_at").values_list("town", "found_at"):
        day = clock.legal_day(since).isoformat()
        found.setdefault((town, day), Waiting(town, town, "", since, day))
    return list(found.values())


def pairs_decided(town: str, day: str) -> list[datetime]:
    """When the pairs of a town that were found on one day were decided."""
    rows = (
        DuplicatePair.objects.exclude(decision=PairDecision.OPEN)
        .annotate(town=Left("right__area_code", TOWN))
        .filter(town=town)
    )
    return [
        decided
        for found, decided in rows.values_list("found_at", "decided_at")
        if decided and clock.legal_day(found).isoformat() == day
    ]


def town_of_pairs(elder_ids: Collection[int]) -> list[str]:
    """The towns whose pairs these people are part of."""
    rows = DuplicatePair.objects.filter(left_id__in=elder_ids) | DuplicatePair.objects.filter(
        right_id__in=elder_ids
    )
    towns = rows.annotate(town=Left("right__area_code", TOWN)).order_by()
    return sorted(set(towns.values_list("town", flat=True)))


def transfer_outcome(transfer_id: str) -> tuple[TransferState, datetime] | None:
    """How a transfer ended and when; None if it is gone."""
    row = Transfer.objects.filter(pk=transfer_id).first()
    if row is None or row.decided_at is None:
        return None
    return TransferState(row.state), row.decided_at


def proposal_outcome(group: str) -> tuple[ChangeState, datetime] | None:
    """How a proposal was decided and when; None if it is gone with its record."""
    row = (
        ElderChange.objects.filter(group=group)
        .exclude(state=ChangeState.PROPOSED)
        .order_by()
        .values("state")
        .annotate(on=Max("decided_at"))
        .order_by("-on")
        .first()
    )
    if row is None or row["on"] is None:
        return None
    return ChangeState(row["state"]), row["on"]

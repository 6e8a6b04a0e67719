"""What waits for a decision: proposals, transfers, records that look alike; and how many, for the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet

from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import DuplicatePair, Elder, ElderChange, Merge, Transfer
from sangyu.people.registry.selectors.elders import shown_to
from sangyu.people.registry.types import ChangeState, PairDecision, Status, TransferState

MOST = 100
"""A badge counts no further."""


@dataclass(frozen=True)
class Proposal:
    """Changes that were proposed together."""

    group: str
    elder_id: int
    name: str
    area_code: str
    source: str
    proof: str
    bundle: str
    by: str
    unit: str
    effective_on: Any
    recorded_at: Any
    is_own: bool
    changes: tuple[tuple[str, Any, Any], ...]


def proposal_list(*, actor: Actor, most: int = MOST) -> list[Proposal]:
    """Proposals that wait within the actor's area, the oldest first."""
    require(actor, rights.ELDER_VIEW)
    rows = ElderChange.objects.visible_to(actor).filter(state=ChangeState.PROPOSED)
    groups = list(
        rows.order_by().values("group").annotate(at=Min("recorded_at"), last=Max("pk"))
        .order_by("at", "last")[:most]
    )  # fmt: skip
    found: dict[UUID, list[ElderChange]] = {row["group"]: [] for row in groups}
    for row in rows.filter(group__in=found).select_related("elder").order_by("pk"):
        found[row.group].append(row)
    return [_proposal(group, actor) for group in found.values()]


def transfer_list(*, actor: Actor, most: int = MOST) -> list[Transfer]:
    """Open transfers first, then the latest decided ones; either side within the actor's area."""
    require(actor, rights.ELDER_VIEW)
    rows = Transfer.objects.visible_to(actor).select_related("elder")
    is_open = Q(state=TransferState.REQUESTED)
    return [
        *rows.filter(is_open).order_by("requested_at")[:most],
        *rows.exclude(is_open).order_by("-decided_at")[:most],
    ]


def transfer_get(*, actor: Actor, transfer_id: int) -> Transfer:
    """One transfer; 404 for towns it does not concern."""
    rows = Transfer.objects.select_related("elder")
    return load(rows, actor, rights.ELDER_VIEW, pk=transfer_id)


def pairs(*, actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs to be looked at, by score; both records standing."""
    require(actor, rights.ELDER_MERGE)
    rows: QuerySet[DuplicatePair] = DuplicatePair.objects.visible_to(actor).filter(
        decision=PairDecision.OPEN
    )
    merged = Q(left__status=Status.MERGED) | Q(right__status=Status.MERGED)
    return rows.exclude(merged).select_related("left", "right").order_by("-score", "id")


def pair_get(*, actor: Actor, pair_id: int) -> DuplicatePair:
    """One pair."""
    rows = DuplicatePair.objects.select_related("left", "right")
    return load(rows, actor, rights.ELDER_MERGE, pk=pair_id)


def is_mine(*, actor: Actor, elder_id: int) -> bool:
    """True if the actor may see this record."""
    return bool(Elder.objects.visible_to(actor).filter(pk=elder_id).exists())


def merge_list(*, actor: Actor, most: int = 20) -> list[Merge]:
    """The latest merges within the actor's area that stand."""
    require(actor, rights.ELDER_MERGE)
    visible = Elder.objects.visible_to(actor)
    rows = Merge.objects.filter(undone_at__isnull=True, kept__in=visible).select_related("kept")
    return list(rows[:most])


@lru_cache(maxsize=32)
def waiting(actor: Actor) -> dict[str, int]:
    """What waits for the actor, counted up to `MOST`. Its request's id makes the next request ask anew."""
    if not actor.may(rights.ELDER_VIEW):
        return {"proposals": 0, "transfers": 0, "duplicates": 0}
    groups = ElderChange.objects.visible_to(actor).filter(state=ChangeState.PROPOSED)
    incoming = Transfer.objects.filter(
        state=TransferState.REQUESTED, to_area_code__startswith=actor.area_code
    )
    return {
        "proposals": groups.order_by().values("group").distinct()[:MOST].count(),
        "transfers": incoming[:MOST].count(),
        "duplicates": pairs(actor=actor).order_by()[:MOST].count()
        if actor.may(rights.ELDER_MERGE)
        else 0,
    }


def _proposal(rows: list[ElderChange], actor: Actor) -> Proposal:
    first = rows[0]
    return Proposal(
        group=str(first.group),
        elder_id=first.elder_id,
        name=first.elder.name,
        area_code=first.elder.area_code,
        source=first.source,
        proof=first.proof,
        bundle=str(first.proof_file),
        by=first.actor_label,
        unit=first.actor_unit,
        effective_on=first.effective_on,
        recorded_at=first.recorded_at,
        is_own=first.actor_account_id == actor.account_id is not None,
        changes=tuple(
            (
                row.field,
                shown_to(actor, row.field, row.before),
                shown_to(actor, row.field, row.after),
            )
            for row in rows
        ),
    )

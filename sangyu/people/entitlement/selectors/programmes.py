"""Programmes as pages show them: the version of today, all versions, how many people stand where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, Sum

from sangyu.kernel import clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import rights
from sangyu.people.entitlement.in_force import versions_on
from sangyu.people.entitlement.models import Decision, Programme, ProgrammeVersion, Run
from sangyu.people.entitlement.types import State


@dataclass(frozen=True)
class Standing:
    """One programme: its version of today (None: none is in force), people by state, fen a month to who is entitled."""

    programme: Programme
    version: ProgrammeVersion | None
    counts: Mapping[str, int]
    fen: int


@dataclass(frozen=True)
class Speed:
    """Days from entitlement to the first payment: the median, and of how many people it is known."""

    median: int | None
    people: int


def programme_standings(*, actor: Actor, on: date | None = None) -> list[Standing]:
    """Every programme the actor sees, with people by state (nobody for who may not see them)."""
    require(actor, rights.PROGRAMME_VIEW)
    current = {row.programme_id: row for row in versions_on(on or clock.today())}
    counts, fen = _counts(actor)
    return [
        Standing(row, current.get(row.pk), counts.get(row.pk, {}), fen.get(row.pk, 0))
        for row in Programme.objects.visible_to(actor)
    ]


def programme_get(*, actor: Actor, code: str) -> Programme:
    """One programme; 404 outside the actor's areas."""
    return load(Programme.objects.all(), actor, rights.PROGRAMME_VIEW, code=code)


def versions_of(*, actor: Actor, programme: Programme) -> list[ProgrammeVersion]:
    """All versions, the newest first; also those that are only kept."""
    require(actor, rights.PROGRAMME_VIEW)
    return list(programme.versions.order_by("-effective_from", "-number"))


def state_counts(*, actor: Actor, programme: Programme) -> Mapping[str, int]:
    """People of the actor's area by state."""
    counts, _fen = _counts(actor, programme.pk)
    return counts.get(programme.pk, {})


def last_run() -> Run | None:
    """The last finished run over everybody."""
    return Run.objects.filter(finished_at__isnull=False).order_by("-as_of", "-id").first()


def speed(*, actor: Actor, programme: Programme) -> Speed:
    """How long it takes from the first entitlement to the first payment, in the actor's area."""
    require(actor, rights.ENTITLEMENT_VIEW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days), count(*) FROM ("
            " SELECT GREATEST(r.first_paid - min(d.from_on), 0) AS days"
            " FROM entitlement_receipt AS r JOIN entitlement_decision AS d"
            " ON d.elder_id = r.elder_id AND d.programme_id = r.programme_id AND d.verdict = 'yes'"
            " AND d.superseded_at IS NULL"
            " WHERE r.programme_id = %s AND d.area_code >= %s AND d.area_code < %s"
            " GROUP BY r.id, r.first_paid) AS each",
            [programme.pk, actor.area_code, actor.area_code + "\uffff"],
        )
        median, people = cursor.fetchone() or (None, 0)
    return Speed(None if median is None else round(median), people)


def _counts(
    actor: Actor, programme_id: int | None = None
) -> tuple[dict[int, dict[str, int]], dict[int, int]]:
    if not actor.may(rights.ENTITLEMENT_VIEW):
        return {}, {}
    rows = Decision.objects.visible_to(actor).standing()
    if programme_id is not None:
        rows = rows.filter(programme_id=programme_id)
    grouped = rows.values("programme_id", "state").annotate(
        people=Count("id"), fen=Sum("amount_fen", filter=Q(state__in=(State.RECEIVING, State.UNCLAIMED)))
    )  # fmt: skip
    counts: dict[int, dict[str, int]] = {}
    fen: dict[int, int] = {}
    for row in grouped.order_by():
        counts.setdefault(row["programme_id"], {})[row["state"]] = row["people"]
        fen[row["programme_id"]] = fen.get(row["programme_id"], 0) + (row["fen"] or 0)
    return counts, fen

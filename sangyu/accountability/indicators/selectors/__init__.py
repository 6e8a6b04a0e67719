"""Reads of the indicators room, narrowed to the actor's own area."""

from __future__ import annotations

from django.db.models.functions import Length

from sangyu.accountability.indicators import rules
from sangyu.accountability.indicators.models import Statistic, StatisticCell, StatisticState
from sangyu.accountability.indicators.sealing import seal_of
from sangyu.accountability.indicators.types import Cell, Compared, Proof
from sangyu.kernel.access import in_area, load
from sangyu.kernel.actors import Actor

COMMUNITY_DIGITS = 12


def statistic_list(*, actor: Actor) -> list[Statistic]:
    """The statistics the actor may see, newest first."""
    return list(Statistic.objects.visible_to(actor).order_by("-as_of", "area_code")[:200])


def statistic_get(*, actor: Actor, statistic_id: int) -> Statistic:
    """One statistic."""
    return load(Statistic.objects.all(), actor, "statistic.view", pk=statistic_id)


def statistic_before(row: Statistic) -> Statistic | None:
    """The computed statistic of the same area a year earlier, if there is one."""
    found: Statistic | None = Statistic.objects.filter(
        code=row.code,
        area_code=row.area_code,
        as_of=rules.previous_day(row.as_of),
        computed_at__isnull=False,
    ).first()
    return found


FigureKey = tuple[str, str, str]
"""Area, dimension, value."""


def cells_of(*, actor: Actor, row: Statistic, only: FigureKey | None = None) -> list[Cell]:
    """The statistic's figures (or one of them) within the actor's area, and those of the whole."""
    rows = StatisticCell.objects.filter(statistic=row)
    if only is not None:
        area_code, dimension, value = only
        rows = rows.filter(area_code=area_code, dimension=dimension, value=value)
    own = rows.filter(in_area(actor.area_code))
    whole = rows.filter(area_code=row.area_code)
    values = (own | whole).values_list("area_code", "dimension", "value", "count")
    return [Cell(*found) for found in values]


def figures(*, actor: Actor, row: Statistic, only: FigureKey | None = None) -> list[Compared]:
    """The figures (or one of them: a city has 80,000) beside those of the year before."""
    before = statistic_before(row)
    return rules.compare(
        cells_of(actor=actor, row=row, only=only),
        cells_of(actor=actor, row=before, only=only) if before else None,
    )


def area_reaching(*, row: Statistic, figure: Compared, within: str, after: str, people: int) -> str:
    """An upper end of codes by which that many people of a figure stand after the area `after`, within `within`.

    Told by the communities' own figures, so that a page of names reads a few communities and not the city. Who is
    registered with a town alone comes on top: the page may end earlier, never too late.
    """
    communities = (
        StatisticCell.objects.filter(
            in_area(within), statistic=row, dimension=figure.dimension, value=figure.value,
            area_code__gt=after, count__gt=0,
        )
        .annotate(digits=Length("area_code"))
        .filter(digits=COMMUNITY_DIGITS)
        .order_by("area_code")
    )  # fmt: skip
    reached = 0
    for code, count in communities.values_list("area_code", "count")[:people]:
        reached += count
        if reached >= people:
            return f"{code}\uffff"
    return f"{within}\uffff"


def is_whole(row: Statistic) -> bool:
    """True if a frozen statistic still is what was sealed."""
    return row.state == StatisticState.FROZEN and row.seal == seal_of(row)


def proof_of(*, actor: Actor, statistic_id: int) -> Proof:
    """A frozen statistic as proof."""
    row = statistic_get(actor=actor, statistic_id=statistic_id)
    return Proof(row.pk, row.as_of, row.total, row.seal)


def snapshots_held() -> set[int]:
    """The snapshots that statistics rest on: a figure must open to its people for as long as it stands."""
    rows = Statistic.objects.filter(snapshot_id__isnull=False)
    return {number for number in rows.values_list("snapshot_id", flat=True) if number is not None}

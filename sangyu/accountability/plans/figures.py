"""The figures that may prove a goal: each computed by the system from records, sealed, and opening to what is behind.

A room that computes figures declares a source; what an office types is none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators import selectors as indicators
from sangyu.accountability.indicators.definitions import ELDER_POPULATION
from sangyu.accountability.indicators.wording import name_of
from sangyu.accountability.plans.types import Figure
from sangyu.kernel.actors import Actor

Find = Callable[[Actor, str], Iterable[Figure]]
"""(actor, area of the plan) → the sealed figures of this series, newest first."""


@dataclass(frozen=True)
class Source:
    """One series of figures: its code, what it is called, and where its figures are found."""

    code: str
    label: str | Promise
    find: Find


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Declare a series; declaring the same code again replaces it."""
    _sources[source.code] = source


def sources() -> tuple[Source, ...]:
    """Every series a goal may be proved by."""
    return tuple(_sources.values())


def source_label(code: str) -> str:
    """What a series is called; its code if nobody declares it any more."""
    return str(_sources[code].label) if code in _sources else code


def figures_for(*, actor: Actor, area_code: str, series: str = "") -> list[Figure]:
    """The figures of an area that the actor sees, of one series or of all."""
    chosen = [one for one in _sources.values() if series in {"", one.code}]
    return [figure for source in chosen for figure in source.find(actor, area_code)]


def figure_named(*, actor: Actor, area_code: str, ref: str) -> Figure | None:
    """The figure with this reference, if it is there, whole and seen by the actor."""
    found = figures_for(actor=actor, area_code=area_code)
    return next((figure for figure in found if figure.ref == ref), None)


def _statistics(actor: Actor, area_code: str) -> Iterable[Figure]:
    for row in indicators.statistic_list(actor=actor):
        if row.area_code == area_code and row.seal and indicators.is_whole(row):
            yield Figure(
                series=f"statistic:{row.code}", ref=f"statistic:{row.pk}", label=name_of(row),
                value=Decimal(row.total), digest=row.seal, as_of=row.as_of,
                url=reverse("indicators:detail", args=[row.pk]),
            )  # fmt: skip


register(
    Source(
        f"statistic:{ELDER_POPULATION}", _("Elders on the register (frozen statistic)"), _statistics
    )
)

"""The figures that may prove a goal: each computed by the system from records, sealed, and opening to what is behind.

A room that computes figures declares a source; what an office types is none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators import selectors as indicators
from sangyu.accountability.indicators.definitions import ELDER_POPULATION
from sangyu.accountability.indicators.selectors.proofs import sealed_values, series_counted
from sangyu.accountability.indicators.wording import name_of
from sangyu.accountability.plans.types import Figure
from sangyu.kernel.actors import Actor

Find = Callable[[Actor, str], Iterable[Figure]]
"""(actor, area of the plan) → the sealed figures of this series, newest first."""
INDICATOR = "indicator:"
"""How the series of an indicator's values begins; its code follows."""


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


def series_offered(*, actor: Actor) -> list[tuple[str, str]]:
    """Every series a goal may be proved by: code and name. First what rooms declare, then every counted indicator."""
    declared = [(source.code, str(source.label)) for source in _sources.values()]
    return declared + [(f"{INDICATOR}{code}", name) for code, name in series_counted(actor=actor)]


def figures_for(*, actor: Actor, area_code: str, series: Collection[str]) -> list[Figure]:
    """The figures of an area that the actor sees, of these series."""
    found: list[Figure] = []
    for code in dict.fromkeys(series):
        if code.startswith(INDICATOR):
            found += _values(actor, area_code, code)
        elif code in _sources:
            found += _sources[code].find(actor, area_code)
    return found


def figure_named(*, actor: Actor, area_code: str, ref: str) -> Figure | None:
    """The figure with this reference, if it is there, whole and seen by the actor."""
    series = [ref.partition("@")[0]] if ref.startswith(INDICATOR) else list(_sources)
    found = figures_for(actor=actor, area_code=area_code, series=series)
    return next((figure for figure in found if figure.ref == ref), None)


def _values(actor: Actor, area_code: str, series: str) -> Iterable[Figure]:
    """An indicator's values of month ends. The reference names the definition's version and the day."""
    code = series.removeprefix(INDICATOR)
    for one in sealed_values(actor=actor, code=code, area_code=area_code):
        yield Figure(
            series=series, ref=f"{series}@{one.version}.{one.as_of.isoformat()}",
            label=f"{one.title}（{one.as_of.isoformat()}）"[:200], value=one.value, digest=one.digest,
            as_of=one.as_of, url=one.url,
        )  # fmt: skip


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

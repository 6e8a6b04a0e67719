"""From an indicator's value to its records: who is in the denominator and not in the numerator."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators.asking import denominator_of
from sangyu.accountability.indicators.models import IndicatorValue
from sangyu.accountability.indicators.opening import opener_of
from sangyu.accountability.indicators.selectors.values import Figure
from sangyu.accountability.indicators.wording import spoken
from sangyu.city.areas.selectors import area_name
from sangyu.insight.datasets.types import Dataset, Kind, Sensitivity
from sangyu.insight.engines import selectors as snapshots
from sangyu.insight.engines.figures import Figure as Counted
from sangyu.insight.engines.figures import records
from sangyu.insight.engines.types import Part, SnapshotId
from sangyu.insight.expressions.language import Expression, parse
from sangyu.kernel import audit
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import formats

PAGE = 25
PARTS = {
    Part.NOT_MET: _("In the denominator, not in the numerator"),
    Part.MET: _("In the numerator"),
    Part.UNKNOWN: _("Cannot be told"),
    Part.TOTAL: _("The whole denominator"),
}
MOST_SHOWN = 4
"""Besides name and area a list shows so many of the columns that the conditions look at."""


@dataclass(frozen=True)
class Record:
    """One record behind a value, as it was counted; `name` of today where the actor may see it."""

    name: str
    url: str
    area: str
    facts: list[str]


@dataclass(frozen=True)
class RecordsPage:
    """A page of records with the columns that decided; `next` continues (empty at the end)."""

    headings: list[str]
    rows: list[Record]
    next: str


def records_page(*, actor: Actor, row: IndicatorValue, part: Part, after: str) -> RecordsPage:
    """The records of one value within the actor's area, a page at a time; looking is recorded."""
    snapshot = snapshots.snapshot_get(snapshot_id=SnapshotId(row.snapshot_id))
    dataset, opener = snapshot.dataset, opener_of(snapshot.dataset.name)
    require(actor, opener.right)
    numerator = parse(row.version.numerator, dataset)
    denominator = denominator_of(row.version, row.scope, dataset)
    columns = [
        name for name in _columns(dataset, numerator, denominator) if name not in opener.columns
    ]
    page = records(
        Counted(snapshot, (), numerator, denominator, row.area_code), actor=actor, part=part,
        columns=[dataset.key, dataset.area, *columns, *opener.columns], after=after, limit=PAGE,
    )  # fmt: skip
    audit.record(
        actor, "indicators.unmet.listed", kind="indicator", id=row.version.indicator_id,
        area_code=row.area_code, label=row.version.title["zh"],
        after={"part": str(part), "as_of": row.as_of.isoformat(), "people": len(page.rows)},
    )  # fmt: skip
    return RecordsPage(
        [str(dataset.by_name[name].label) for name in columns],
        _named(actor, dataset, page.rows, columns),
        page.after,
    )


def row_of(figure: Figure) -> IndicatorValue:
    """The stored value of a figure."""
    found: IndicatorValue = IndicatorValue.objects.select_related("version").get(
        version=figure.version_id,
        scope=figure.scope,
        as_of=figure.as_of,
        area_code=figure.area_code,
    )
    return found


def _columns(dataset: Dataset, *expressions: Expression | None) -> list[str]:
    """The columns that the conditions look at and that a list may show."""
    hidden = {dataset.key, dataset.area, "name"}
    seen = dict.fromkeys(
        column.name
        for expression in expressions
        if expression is not None
        for column in expression.columns
        if column.name not in hidden
        and column.sensitivity in {Sensitivity.PUBLIC, Sensitivity.INTERNAL}
    )
    return list(seen)[:MOST_SHOWN]


def _named(
    actor: Actor, dataset: Dataset, rows: list[dict[str, object]], columns: list[str]
) -> list[Record]:
    keys = [int(str(row[dataset.key])) for row in rows]
    opener = opener_of(dataset.name)
    named = opener.named(actor, rows)
    return [
        Record(
            name=named[key].name
            if key in named
            else str(opener.otherwise or f"{dataset.grain} {key}"),
            url=named[key].url if key in named else "",
            area=area_name(str(row[dataset.area])).full_name,
            facts=[_fact(dataset, name, row[name]) for name in columns],
        )
        for key, row in zip(keys, rows, strict=True)
    ]


def _fact(dataset: Dataset, name: str, value: object) -> str:
    """A column's value in words."""
    column = dataset.by_name[name]
    if value is None or value == "":
        return formats.NOTHING
    if isinstance(value, list):
        return "、".join(str(column.values.get(str(one), one)) for one in value) or formats.NOTHING
    if column.kind is Kind.BOOLEAN:
        return str(_("Yes") if value else _("No"))
    return str(column.values.get(str(value), value))


def title_of(row: IndicatorValue) -> str:
    """The indicator's name."""
    return spoken(row.version.title)

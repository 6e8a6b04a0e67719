"""From figures to people: counting a snapshot, and the names behind one cell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators import compute, selectors
from sangyu.accountability.indicators.models import Statistic
from sangyu.accountability.indicators.types import Cell, Compared
from sangyu.accountability.indicators.wording import definition_of, name_of
from sangyu.city.areas.selectors import area_name
from sangyu.insight.datasets import registry as datasets
from sangyu.insight.engines import duckdb
from sangyu.insight.engines import selectors as snapshots
from sangyu.insight.engines.opening import open_where
from sangyu.insight.engines.services import Again, snapshot_take
from sangyu.insight.engines.types import SnapshotId
from sangyu.kernel import audit
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import NotFound
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.links import address
from sangyu.people.registry.selectors.names import PersonNow, people_now

PAGE = 25
ID_DIGITS = 18
COLUMNS = [
    listing.Column("name", _("Name")),
    listing.Column("sex", _("Sex"), is_minor=True),
    listing.Column("age", _("Age then"), kind="number"),
    listing.Column("area", _("Area then")),
    listing.Column("now", _("Today")),
]


@dataclass(frozen=True)
class Counted:
    """The figures of a snapshot, and which snapshot it was."""

    cells: list[Cell]
    snapshot_id: int
    snapshot_hash: str


@dataclass(frozen=True)
class Person:
    """One person behind a figure: as counted, and today's name where the actor may see it."""

    name: str
    sex: str
    age: int
    area: str
    now: str
    url: str


@dataclass(frozen=True)
class PeoplePage:
    """A page of people; `next` continues (empty at the end)."""

    people: list[Person]
    next: str = ""


def count(*, actor: Actor, row: Statistic) -> Counted:
    """Take a fresh snapshot as of the statistic's day and count it. Not within a transaction."""
    definition = definition_of(row)
    snapshot = snapshot_take(
        actor=actor, dataset=definition.dataset, as_of=row.as_of, again=Again.RETAKE
    )
    sql = compute.cells_sql(definition, row.area_code, definition.dataset)
    found = duckdb.rows(snapshot, sql, [row.area_code, row.area_code + "\uffff"])
    cells = [
        Cell(str(r["code"]), str(r["dimension"]), str(r["value"]), int(str(r["n"]))) for r in found
    ]
    return Counted(cells, snapshot.id, snapshot.content_hash)


def figure_asked(*, actor: Actor, row: Statistic, query: Mapping[str, str]) -> Compared:
    """The figure that an address names; 404 if the statistic has no such figure, or not for this actor."""
    key = (query.get("area", ""), query.get("dimension", ""), query.get("value", ""))
    for figure in selectors.figures(actor=actor, row=row, only=key):
        return figure
    raise NotFound(
        "figure-unknown", _("This statistic has no such figure, or it lies outside your area.")
    )


def people_page(*, actor: Actor, row: Statistic, figure: Compared, after: str) -> PeoplePage:
    """The people behind a figure, within the actor's area, a page at a time; looking is recorded."""
    require(actor, "elder.view")
    if row.snapshot_id is None:
        return PeoplePage([])
    area = max(figure.area_code, actor.area_code, key=len)
    area_after, _colon, id_after = after.partition(":")
    high = selectors.area_reaching(
        row=row, figure=figure, within=area, after=area_after, people=PAGE + 1
    )
    found = open_where(
        snapshots.snapshot_get(snapshot_id=SnapshotId(row.snapshot_id)),
        compute.people_conditions(definition_of(row), figure.dimension, figure.value),
        area=area, after=(area_after, _number(id_after)), until=high,
        columns=("id", "area_code", "sex", "age"), limit=PAGE + 1,
    )  # fmt: skip
    shown = found[:PAGE]
    now = people_now(actor=actor, ids=[int(str(r["id"])) for r in shown])
    audit.record(
        actor, "indicators.people.listed", kind="statistic", id=row.pk, area_code=figure.area_code,
        label=name_of(row), after={"dimension": figure.dimension, "value": figure.value, "people": len(shown)},
    )  # fmt: skip
    last = shown[-1] if len(found) > PAGE else None
    sexes = {
        value: str(label)
        for value, label in datasets.get(definition_of(row).dataset).by_name["sex"].values.items()
    }
    return PeoplePage(
        [_person(r, now.get(int(str(r["id"]))), sexes) for r in shown],
        f"{last['area_code']}:{last['id']}" if last else "",
    )


def _number(text: str) -> int:
    """A row's id out of an address; 0 for anything that no row has."""
    return int(text) if text.isdecimal() and len(text) <= ID_DIGITS else 0


def _person(found: Mapping[str, object], now: PersonNow | None, sexes: Mapping[str, str]) -> Person:
    return Person(
        name=now.name if now else str(_("No longer in your area")),
        sex=sexes.get(str(found["sex"]), "—"),
        age=int(str(found["age"])),
        area=area_name(str(found["area_code"])).full_name,
        now=now.status_label if now else "—",
        url=address("registry:elder-detail", now.id) if now else "",
    )

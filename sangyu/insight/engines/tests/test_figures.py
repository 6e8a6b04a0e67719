"""Counting and drilling down: figures equal the records behind them, and stay within the actor's area."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import duckdb, services
from sangyu.insight.engines.dimensions import Area, Band, Dimension, Value
from sangyu.insight.engines.errors import QueryError
from sangyu.insight.engines.figures import Figure, count_by, records
from sangyu.insight.engines.tests.villagers import AS_OF, TOWNS
from sangyu.insight.engines.types import Part, Snapshot
from sangyu.insight.expressions.language import parse
from sangyu.kernel.actors import Actor, ActorKind, system_actor
from sangyu.kernel.errors import Forbidden

DIRECTOR = system_actor("director")
CLERK = Actor(ActorKind.ACCOUNT, "clerk", area_code=TOWNS[0])
STRANGER = Actor(ActorKind.ACCOUNT, "stranger", area_code="371502")
FAMILY = Actor(ActorKind.ACCOUNT, "family", area_code=TOWNS[0], subject_ids=frozenset({1}))
DIMENSIONS: tuple[Dimension, ...] = (Area(9), Value("sex"), Band("age", (60, 70, 80)))


@pytest.fixture
def snapshot(villagers: Dataset, many_slices: None) -> Snapshot:
    return services.snapshot_take(actor=DIRECTOR, dataset="villagers", as_of=AS_OF)


def figure(
    snapshot: Snapshot, dimensions: tuple[Dimension, ...] = DIMENSIONS, area: str = ""
) -> Figure:
    dataset = snapshot.dataset
    numerator = parse("insured AND living IN ('alone', '空巢')", dataset)
    return Figure(snapshot, dimensions, numerator, parse("alive", dataset), area)


def everyone(asked: Figure, actor: Actor, **how: object) -> list[dict[str, object]]:
    """All pages, seven at a time."""
    rows: list[dict[str, object]] = []
    after = ""
    while True:
        page = records(asked, actor=actor, after=after, limit=7, **how)  # type: ignore[arg-type]
        rows += page.rows
        assert len(page.rows) == 7 or not page.after
        if not page.after:
            return rows
        after = page.after


def test_counts_agree_with_plain_counting(snapshot: Snapshot) -> None:
    asked = figure(snapshot)
    rows = [row for row in duckdb.rows(snapshot, "SELECT * FROM villagers") if row["alive"]]
    expected: dict[tuple[object, ...], Counter[str]] = {}
    for row in rows:
        age = row["age"]
        band = None
        if isinstance(age, int):
            band = "-59" if age < 60 else "60-69" if age < 70 else "70-79" if age < 80 else "80-"
        place = (str(row["area_code"])[:9], row["sex"], band)
        assert asked.numerator is not None
        found = asked.numerator.outcome(row)
        part = {True: "met", False: "not", None: "unknown"}[found]
        expected.setdefault(place, Counter()).update([part, "total"])
    cells = count_by(asked, actor=DIRECTOR)
    assert {tuple(cell.at.values()): (cell.total, cell.met, cell.unknown) for cell in cells} == {
        place: (n["total"], n["met"], n["unknown"]) for place, n in expected.items()
    }


def test_every_cell_opens_to_its_records(snapshot: Snapshot) -> None:
    asked = figure(snapshot)
    for cell in count_by(asked, actor=DIRECTOR):
        sizes = {part: len(everyone(asked, DIRECTOR, cell=cell.at, part=part)) for part in Part}
        assert sizes[Part.TOTAL] == cell.total
        assert sizes[Part.MET] == cell.met
        assert sizes[Part.UNKNOWN] == cell.unknown
        assert sizes[Part.NOT_MET] == cell.total - cell.met - cell.unknown


def test_pages_visit_each_record_once_in_order(snapshot: Snapshot) -> None:
    asked = Figure(snapshot)
    keys = [(str(row["area_code"]), int(str(row["id"]))) for row in everyone(asked, DIRECTOR)]
    assert keys == sorted(set(keys))
    assert len(keys) == snapshot.rows


def test_nobody_counts_or_sees_beyond_their_area(snapshot: Snapshot) -> None:
    asked = figure(snapshot, (Area(9),))
    assert [cell.at["area_9"] for cell in count_by(asked, actor=DIRECTOR)] == list(TOWNS)
    assert [cell.at["area_9"] for cell in count_by(asked, actor=CLERK)] == [TOWNS[0]]
    assert count_by(asked, actor=STRANGER) == []
    assert records(asked, actor=STRANGER).rows == []
    assert {str(row["area_code"])[:9] for row in everyone(asked, CLERK)} == {TOWNS[0]}
    for attempt in ({"cell": {"area_9": TOWNS[1]}}, {"after": f"{TOWNS[1]}001:0"}):
        assert records(asked, actor=CLERK, **attempt).rows == []
    assert count_by(figure(snapshot, (), area=TOWNS[1]), actor=CLERK)[0].total == 0
    for refused in (lambda: count_by(asked, actor=FAMILY), lambda: records(asked, actor=FAMILY)):
        with pytest.raises(Forbidden):
            refused()


def test_an_area_narrows(snapshot: Snapshot) -> None:
    whole = {
        c.at["area_9"]: c.total for c in count_by(figure(snapshot, (Area(9),)), actor=DIRECTOR)
    }
    (narrow,) = count_by(figure(snapshot, (), area=TOWNS[0]), actor=DIRECTOR)
    assert narrow.at == {}
    assert narrow.total == whole[TOWNS[0]]


def test_columns_can_be_chosen(snapshot: Snapshot) -> None:
    page = records(Figure(snapshot), actor=DIRECTOR, columns=["sex", "next_age"], limit=1)
    assert list(page.rows[0]) == ["sex", "next_age", "area_code", "id", "as_of"]
    assert page.rows[0]["as_of"] == AS_OF


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"columns": ['sex" FROM villagers; --']}, "query-column"),
        ({"cell": {"area_9": TOWNS[0], "nobody": 1}}, "query-place"),
        ({"cell": {"age_band": "60-"}}, "query-place"),
        ({"after": "x"}, "query-page"),
        ({"after": "522601101001:1 OR TRUE"}, "query-page"),
    ],
)
def test_what_is_not_there_is_refused(
    snapshot: Snapshot, how: dict[str, object], code: str
) -> None:
    with pytest.raises(QueryError) as caught:
        records(figure(snapshot), actor=DIRECTOR, **how)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_dimensions_must_fit(snapshot: Snapshot) -> None:
    for dimension in (Value("tags"), Value("income"), Band("sex", (1,)), Value("nobody")):
        with pytest.raises(QueryError):
            count_by(Figure(snapshot, (dimension,)), actor=DIRECTOR)
    with pytest.raises(QueryError):
        Figure(snapshot, (Area(9), Area(9)))
    with pytest.raises(ValueError, match="go up"):
        Band("age", (70, 60))


def test_values_that_are_missing_or_odd_have_their_cell(snapshot: Snapshot) -> None:
    asked = Figure(snapshot, (Value("living"), Value("insured")))
    cells = count_by(asked, actor=DIRECTOR)
    assert {cell.at["living"] for cell in cells} == {"alone", "couple", "kin", "o'd", None}
    assert all(cell.total == len(everyone(asked, DIRECTOR, cell=cell.at)) for cell in cells)


HOSTILE = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM 'https://example.org/x.parquet'",
    "COPY villagers TO '/tmp/villagers.csv'",
    "ATTACH '/tmp/x.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "PRAGMA database_list",
    "CREATE TABLE x AS SELECT 1",
    "DROP VIEW villagers",
    "SELECT 1; SELECT 2",
    "EXPLAIN SELECT 1",
    "",
]


@pytest.mark.parametrize("sql", HOSTILE)
def test_only_a_select_over_the_snapshot_runs(snapshot: Snapshot, sql: str) -> None:
    with pytest.raises(QueryError) as caught:
        duckdb.query(snapshot, sql)
    assert caught.value.code == "query-refused"
    assert duckdb.rows(snapshot, "SELECT 1 AS one") == [{"one": 1}]


def test_time_and_memory_are_limited(snapshot: Snapshot) -> None:
    forever = (
        "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"
    )
    with pytest.raises(QueryError) as caught:
        duckdb.query(snapshot, forever, limits=duckdb.Limits(seconds=0.2))
    assert caught.value.code == "query-time"
    hungry = "SELECT range, list(range) OVER (ORDER BY range) FROM range(100000)"
    with pytest.raises(QueryError) as caught:
        duckdb.query(snapshot, hungry, limits=duckdb.Limits(memory="60MB", seconds=60))
    assert caught.value.code == "query-memory"


def test_two_dates_side_by_side(snapshot: Snapshot) -> None:
    before = services.snapshot_take(actor=DIRECTOR, dataset="villagers", as_of=date(2024, 12, 31))
    (row,) = duckdb.rows(
        {"this": snapshot, "last": before},
        "SELECT (SELECT max(age) FROM this) - (SELECT max(age) FROM last) AS older, "
        "(SELECT any_value(as_of) FROM last) AS day",
    )
    assert row == {"older": 1, "day": date(2024, 12, 31)}
    with pytest.raises(ValueError, match="Name"):
        duckdb.query({'x" AS SELECT 1; --': snapshot}, "SELECT 1")

"""Any condition told as bits says what DuckDB says of each row, is counted the same and opens to the same records."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.insight.datasets.types import Column, Dataset, Kind
from sangyu.insight.engines import bits, duckdb, extracting
from sangyu.insight.engines.errors import QueryError, SnapshotMissing
from sangyu.insight.engines.figures import Figure, records
from sangyu.insight.engines.leaves import Leaves
from sangyu.insight.engines.many import Measure, Pass, count_pass
from sangyu.insight.engines.protocol import Embedded, count
from sangyu.insight.engines.tests.tables import written
from sangyu.insight.engines.types import Part, Snapshot
from sangyu.insight.expressions.language import Expression, parse
from sangyu.insight.expressions.tests.people import PEOPLE, attempt, make_row
from sangyu.insight.expressions.tests.texts import ROWS, SCHEMA, condition
from sangyu.insight.expressions.tree import leaves_of
from sangyu.kernel.actors import system_actor

ACTOR = system_actor("test")
AS_OF = date(2025, 12, 31)


def people(rows: list[dict[str, Any]], folder: Path) -> Snapshot:
    """Rows in two parts of small row groups."""
    names = [column.name for column in PEOPLE.stored]
    schema = pa.schema([SCHEMA.field(name) for name in names])
    table = pa.Table.from_pylist([{name: row[name] for name in names} for row in rows], schema)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extracting, "ROWS_PER_GROUP", 7)
        return written(table.sort_by("area_code"), PEOPLE, AS_OF, folder)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    texts=st.lists(condition, min_size=2, max_size=8), rows=st.lists(ROWS, min_size=1, max_size=30)
)  # fmt: skip
def test_random_conditions_are_counted_and_opened(
    texts: list[str], rows: list[dict[str, Any]]
) -> None:
    asked = [each for each in map(attempt, texts) if isinstance(each, Expression)]
    if not asked:
        return
    with TemporaryDirectory() as folder:
        snapshot = people([row | {"id": at} for at, row in enumerate(rows)], Path(folder))
        measures = [
            Measure(str(at), num, asked[at - 1] if at % 2 else None) for at, num in enumerate(asked)
        ]
        whole = Pass(PEOPLE, measures, AS_OF)
        assert set(whole.cells(count_pass(whole, snapshot.parts))) == set(
            whole.cells(count(Embedded(), whole, snapshot))
        )
        for measure in measures[:3]:
            figure = Figure(snapshot, (), measure.numerator, measure.denominator)
            den = measure.denominator.to_duckdb() if measure.denominator else "TRUE"
            num = measure.numerator.to_duckdb() if measure.numerator else "TRUE"
            for part, sql in (
                (Part.MET, num),
                (Part.NOT_MET, f"NOT {num}"),
                (Part.UNKNOWN, f"{num} IS NULL"),
            ):
                found = duckdb.rows(
                    snapshot,
                    f"SELECT id, age, as_of, tags, area_code FROM test_people WHERE {den} AND ({sql}) "
                    "ORDER BY area_code, id",
                )
                page = records(figure, actor=ACTOR, part=part, columns=["id", "age", "tags"])
                assert [dict(sorted(row.items())) for row in page.rows] == [
                    dict(sorted(row.items())) for row in found
                ]
        duckdb.forget()


WIDE = Dataset(
    "wide",
    "宽",
    "一行",
    "wide",
    (
        Column("id", Kind.INTEGER, "编号", digits=19),
        Column("area_code", Kind.TEXT, "地区"),
        Column("points", Kind.INTEGER, "积分", digits=19),
        Column("level", Kind.INTEGER, "等级"),
        Column("month", Kind.INTEGER, "月"),
    ),
)
CONDITIONS = [
    "points > 1000000", "points IS NULL", "points IN (0, 70000, 140000)", "level >= 3",
    "level IN (1, 3, 5, 7, 9, 11, 13)",
    "level IS NULL OR level = 2", "NOT level < 9", "as_of = '2025-12-31'", "TRUE", "level > points",
    "starts_with(area_code, '522601')",
]  # fmt: skip


@pytest.fixture
def wide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """Numbers from narrow to far apart, and months in no order; one column is missing throughout in the first part."""
    monkeypatch.setattr(extracting, "ROWS_PER_GROUP", 40)
    return written(wide_table(), WIDE, AS_OF, tmp_path)


def wide_table() -> pa.Table:
    count_ = 3000
    numbers = np.arange(count_)
    return pa.table(
        {
            "id": numbers,
            "area_code": [f"52260{1 + at // 1500}{101 + at // 500:03}{at // 100 % 5 + 1:03}" for at in range(count_)],
            "points": pa.array([None if at < 1500 else at % 50 * 70_000 for at in range(count_)], pa.int64()),
            "level": pa.array([None if at % 11 == 0 else at % 17 for at in range(count_)], pa.int32()),
            "month": pa.array(numbers * 7 % 5 + 24_300, pa.int32()),
        }
    )  # fmt: skip


@pytest.mark.parametrize("period", ["", "month"])
@pytest.mark.parametrize("area", ["", "522601", "522601102"])
def test_wide_numbers_periods_and_areas(wide: Snapshot, period: str, area: str) -> None:
    measures = [
        Measure(f"{at}-{of}", parse(num, WIDE), parse(den, WIDE))
        for at, num in enumerate(CONDITIONS)
        for of, den in enumerate(CONDITIONS[:4])
    ]
    asked = Pass(WIDE, [*measures, Measure("all")], AS_OF, period=period)
    found = list(asked.cells(count_pass(asked, wide.parts, area=area)))
    assert set(found) == set(asked.cells(count(Embedded(), asked, wide, area)))
    assert len(found) == len(set(found)) > 100
    assert all(cell.area_code.startswith(area[: len(cell.area_code)]) for cell in found)


def test_parts_in_no_order_are_counted_and_opened_all_the_same(tmp_path: Path) -> None:
    table = wide_table()
    mixed = table.take(pa.array([at * 7 % table.num_rows for at in range(table.num_rows)]))
    mixed = mixed.filter(pa.array([at % 3 > 0 for at in range(table.num_rows)]))
    snapshot = written(mixed, WIDE, AS_OF, tmp_path)
    asked = Pass(WIDE, [Measure("x", parse("level > 3", WIDE))], AS_OF, period="month")
    found = list(asked.cells(count_pass(asked, snapshot.parts)))
    assert set(found) == set(asked.cells(count(Embedded(), asked, snapshot)))
    pages_are_in_order(snapshot, "level > 3")


@pytest.mark.parametrize("text", ["level > 3", "points = 0 AND level = 16", "id = 2999", "id < 0"])
def test_pages_are_in_order_however_far_down(wide: Snapshot, text: str) -> None:
    pages_are_in_order(wide, text)


def pages_are_in_order(snapshot: Snapshot, text: str) -> None:
    figure = Figure(snapshot, (), parse(text, WIDE))
    found: list[object] = []
    after = ""
    while True:
        page = records(figure, actor=ACTOR, part=Part.MET, after=after, limit=250)
        found += [row["id"] for row in page.rows]
        after = page.after
        if not after:
            break
    sql = f"SELECT id FROM wide WHERE {parse(text, WIDE).to_duckdb()} ORDER BY area_code, id"
    assert found == [row["id"] for row in duckdb.rows(snapshot, sql)]
    duckdb.forget()


@pytest.mark.parametrize("apart", [40, 10**6, 10**12])
def test_numbers_that_come_later_are_told_by_themselves(apart: int) -> None:
    condition = parse(f"points > {apart + 20}", WIDE)
    leaves = Leaves(WIDE, AS_OF, leaves_of(condition.tree))
    for start in (0, apart, 20, apart + 5):
        values = pa.array(range(start, start + 40), pa.int64())
        (told,) = leaves.told({"points": values}, 40).values()
        met = bits.rows_of(told.yes, 40).tolist()
        assert met == [at for at in range(40) if start + at > apart + 20]


def test_a_question_over_another_dataset_is_refused(wide: Snapshot) -> None:
    with pytest.raises(ValueError, match="one dataset"):
        Pass(WIDE, [Measure("x", parse("age > 3", PEOPLE))], AS_OF)
    with pytest.raises(ValueError, match="no such column"):
        Pass(WIDE, [], AS_OF, period="nothing")


def test_time_is_limited_and_files_may_be_gone(wide: Snapshot) -> None:
    asked = Pass(WIDE, [Measure("x", parse("level > 3", WIDE))], AS_OF)
    with pytest.raises(QueryError) as caught:
        count_pass(asked, wide.parts, limits=duckdb.Limits(seconds=-1))
    assert caught.value.code == "query-time"
    wide.parts[0].unlink()
    with pytest.raises(SnapshotMissing):
        count_pass(asked, wide.parts)


@given(flags=st.lists(st.booleans(), max_size=300), cuts=st.lists(st.integers(0, 300), max_size=9))
def test_ones_are_counted_between_bounds(flags: list[bool], cuts: list[int]) -> None:
    rows = len(flags)
    words = bits.packed(np.array(flags, bool))
    assert bits.rows_of(words, rows).tolist() == [at for at, flag in enumerate(flags) if flag]
    assert bits.rows_of(bits.everybody(rows), rows).tolist() == list(range(rows))
    bounds = np.array(sorted({0, rows, *(cut for cut in cuts if cut < rows)}))
    sets = np.zeros((1, len(words) + 1), np.uint64)
    sets[0, :-1] = words
    expected = [sum(flags[a:b]) for a, b in pairwise(bounds)]
    assert bits.counted(sets, bounds)[0].tolist() == expected


def test_the_tables_rows_are_as_the_language_has_them(tmp_path: Path) -> None:
    snapshot = people([make_row()], tmp_path)
    page = records(Figure(snapshot), actor=ACTOR, columns=["age", "street"])
    assert page.rows == [
        {"age": 85, "street": "大十字街道", "area_code": "522601001001", "id": 1, "as_of": AS_OF}
    ]

"""A synthetic city for the benchmark of indicators, as Parquet: elders at month ends, visits, orders, places.

Everything comes from hashes of row numbers, so two runs give the same city. Areas are 150 streets of 40 communities.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from sangyu.insight.datasets.types import Column, Dataset, Kind

ROWS_PER_GROUP = 20_480
"""As the product's own, as near as DuckDB writes."""

STREETS, COMMUNITIES = 150, 40
COUNTIES = 8
FIRST_MONTH = 2025 * 12


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    elders: int = 1_000_000
    visits: int = 10_000_000
    orders: int = 200_000
    places: int = 3_000
    months: int = 12


def _dataset(name: str, label: str, *columns: Column) -> Dataset:
    own = (
        Column("id", Kind.INTEGER, "编号", digits=18),
        Column("area_code", Kind.TEXT, "区域"),
        Column("month", Kind.INTEGER, "月份"),
    )
    return Dataset(name, label, label, name, (*own, *columns))


def _number(name: str) -> Column:
    return Column(name, Kind.INTEGER, f"{name} 数")


def _flag(name: str) -> Column:
    return Column(name, Kind.BOOLEAN, f"{name} 是否")


ELDERS = _dataset(
    "bench_elders", "老年人",
    *map(_number, ("age", "living", "ability", "disability", "support", "insurance", "answers")), _flag("phone"),
)  # fmt: skip
VISITS = _dataset(
    "bench_visits", "走访", *map(_number, ("age", "living", "ability", "kind", "minutes", "late_days")),
    *map(_flag, ("done", "seen", "two_came")),
)  # fmt: skip
ORDERS = _dataset(
    "bench_orders", "工单", *map(_number, ("age", "kind", "hours", "score")), *map(_flag, ("done", "paid")),
)  # fmt: skip
PLACES = _dataset(
    "bench_places", "机构", *map(_number, ("kind", "beds", "stars", "residents")),
    *map(_flag, ("medical", "filed")),
)  # fmt: skip

INDICATORS: dict[Dataset, list[tuple[str, str]]] = {
    ELDERS: [
        ("age >= 80", "ability IS NOT NULL"),
        ("living = 1", "answers > 0"),
        ("age >= 70 AND (living IN (1, 2) OR disability IN (1, 2))", "answers > 1"),
        ("support > 0 AND ability >= 2", "support = 2"),
        ("insurance = 1", "ability IS NOT NULL AND ability >= 1"),
        ("age >= 60", "living = 1"),
        ("age >= 60", "ability >= 2"),
        ("age >= 65", "phone"),
        ("age >= 80 AND living = 1", "phone AND answers > 0"),
        ("disability IN (1, 2)", "answers > 0"),
        ("age >= 90", "living <> 1"),
        ("", "age >= 80"),
    ],
    VISITS: [
        ("", "done"),
        ("age >= 70 AND living IN (1, 2)", "done AND late_days <= 0"),
        ("ability >= 2", "done AND two_came"),
        ("age >= 80", "done AND seen"),
        ("kind = 1", "done"),
        ("kind = 2", "minutes >= 30"),
        ("kind IN (1, 3)", "late_days <= 3"),
        ("living = 1", "seen"),
        ("done", "minutes >= 20"),
        ("done", "seen AND NOT two_came"),
        ("age >= 65 AND kind = 4", "done"),
        ("ability IS NULL", "done"),
        ("age BETWEEN 60 AND 69", "done AND minutes >= 15"),
        ("age >= 90", "done AND late_days <= 0"),
        ("living = 2 AND ability >= 1", "seen OR two_came"),
        ("kind = 5", "done AND minutes BETWEEN 10 AND 60"),
    ],
    ORDERS: [
        ("", "done"),
        ("done", "score >= 4"),
        ("kind = 1", "done AND paid"),
        ("age >= 80", "done"),
        ("kind IN (2, 3)", "hours >= 2"),
        ("paid", "score <= 2"),
    ],
    PLACES: [
        ("kind = 1", "medical"),
        ("filed", "stars >= 2"),
        ("beds >= 200", "medical"),
        ("beds >= 100", "medical AND filed"),
        ("kind = 1", "residents * 10 >= beds * 7"),
        ("", "filed"),
    ],
}
"""40 indicators: denominators and numerators in the expression language."""

_H = "hash(i * 40 + {salt}) % {among}"


def _pick(salt: int, among: int) -> str:
    return f"CAST({_H.format(salt=salt, among=among)} AS INTEGER)"


def _area(source: str) -> str:
    """A community by number: 8 counties, 150 streets, 40 communities each."""
    street = f"(({source}) % {STREETS})"
    return (
        f"'3715' || lpad(CAST({street} % {COUNTIES} + 1 AS VARCHAR), 2, '0') || "
        f"lpad(CAST({street} + 1 AS VARCHAR), 3, '0') || "
        f"lpad(CAST((({source}) // {STREETS}) % {COMMUNITIES} + 1 AS VARCHAR), 3, '0')"
    )


def build(folder: Path, size: Size) -> dict[Dataset, Path]:
    """Write every dataset, sorted by area and in row groups as snapshots are; returns their files."""
    connection = duckdb.connect(config={"memory_limit": "4GB"})
    folder.mkdir(parents=True, exist_ok=True)
    person = (
        f"60 + {_pick(1, 12)} + {_pick(2, 12)} + {_pick(3, 12)} AS age, {_pick(4, 5)} AS living, "
        f"CASE WHEN {_pick(5, 10)} < 6 THEN NULL ELSE {_pick(6, 5)} END AS ability"
    )
    month = f"{FIRST_MONTH} + m"
    sources = {
        ELDERS: (
            f"SELECT i AS id, {_area('hash(i)')} AS area_code, CAST({month} AS INTEGER) AS month, {person}, "
            f"{_pick(7, 30)} AS disability, {_pick(8, 60)} % 3 AS support, {_pick(9, 3)} AS insurance, "
            f"{_pick(10, 4)} AS answers, {_pick(11, 10)} < 8 AS phone "
            f"FROM range({size.elders}) AS t(i), range({size.months}) AS u(m)"
        ),
        VISITS: (
            f"SELECT i AS id, {_area(f'hash(i % {size.elders})')} AS area_code, "
            f"CAST({FIRST_MONTH} + i % {size.months} AS INTEGER) AS month, {person}, {_pick(12, 6)} AS kind, "
            f"{_pick(13, 90)} AS minutes, {_pick(14, 12)} - 6 AS late_days, {_pick(15, 20)} < 18 AS done, "
            f"{_pick(16, 20)} < 15 AS seen, {_pick(17, 4)} < 1 AS two_came FROM range({size.visits}) AS t(i)"
        ),
        ORDERS: (
            f"SELECT i AS id, {_area(f'hash(i * 7 % {size.elders})')} AS area_code, "
            f"CAST({FIRST_MONTH} + i % {size.months} AS INTEGER) AS month, 60 + {_pick(1, 40)} AS age, "
            f"{_pick(18, 5)} AS kind, {_pick(19, 6)} AS hours, {_pick(20, 5)} + 1 AS score, "
            f"{_pick(21, 20)} < 19 AS done, {_pick(22, 10)} < 7 AS paid FROM range({size.orders}) AS t(i)"
        ),
        PLACES: (
            f"SELECT i AS id, {_area('hash(i)')} AS area_code, CAST({month} AS INTEGER) AS month, "
            f"{_pick(23, 3)} AS kind, {_pick(24, 300)} AS beds, {_pick(25, 6)} AS stars, "
            f"{_pick(26, 300)} AS residents, "
            f"{_pick(27, 2)} < 1 AS medical, {_pick(28, 10)} < 9 AS filed "
            f"FROM range({size.places}) AS t(i), range({size.months}) AS u(m)"
        ),
    }  # fmt: skip
    files = {}
    for dataset, sql in sources.items():
        files[dataset] = folder / f"{dataset.name}.parquet"
        if not files[dataset].exists():
            connection.execute(
                f"COPY ({sql} ORDER BY area_code, month) TO '{files[dataset]}' "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_PER_GROUP})"
            )
    return files

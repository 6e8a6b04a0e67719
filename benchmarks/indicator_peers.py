"""The peers of the benchmark of indicators: the same figures in pandas and as Django ORM aggregates on PostgreSQL.

Both are held equal to ours in every cell of denominator and numerator, else the benchmark stops. pandas reads the same
Parquet (only the columns it needs), evaluates each condition once and groups once; the ORM asks one statement per
dataset with 2 filtered counts per figure, on tables with an index by area and fresh statistics.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

Cells = dict[tuple[str, int], tuple[int, ...]]
COUNTS = 2
"""Denominator and numerator; what cannot be told, the peers do not count."""
_PYTHON = (
    (r"\bAND\b", "and"), (r"\bOR\b", "or"), (r"\bNOT\b", "not"), (r"(\w+) IS not NULL", r"\1 == \1"),
    (r"(\w+) IS NULL", r"\1 != \1"), (r"<>", "!="), (r"(?<![<>!=])=(?!=)", "=="), (r"\bIN \(([^)]*)\)", r"in [\1]"),
    (r"(\w+) BETWEEN (\w+) and (\w+)", r"(\1 >= \2 and \1 <= \3)"),
)  # fmt: skip


def compared(
    files: dict[Any, Path],
    passes: list[Any],
    tables: list[pa.Table],
    ours: dict[str, Any],
    folder: Path,
) -> dict[str, Any]:
    """Seconds of each peer and how many times longer than ours they take."""
    expected = [cells_of(table, len(one.measures)) for one, table in zip(passes, tables, strict=True)]  # fmt: skip
    found: dict[str, Any] = {}
    for name, peer in (("pandas", by_pandas), ("orm", by_orm)):
        if name == "orm":
            found["orm_load_s"] = load(files, folder)
        spent = peer(files, passes, expected)
        found |= {
            f"{name}_s": round(spent, 1),
            f"{name}_ratio": round(spent / ours["refresh_s"], 1),
        }
    return found


def cells_of(table: pa.Table, measures: int) -> Cells:
    """Our answer by street and month."""
    names = ["code", "period", *(f"{part}{at}" for at in range(measures) for part in "tm")]
    columns = table.select(names).to_pydict()
    rows = zip(*(columns[name] for name in names), strict=True)
    return {(str(row[0]), row[1]): tuple(row[2:]) for row in rows}


def by_pandas(files: dict[Any, Path], passes: list[Any], expected: list[Cells]) -> float:
    """The figures with pandas."""
    import pandas as pd  # type: ignore[import-untyped]  # its stubs are not needed for one peer

    began = time.perf_counter()
    answers = []
    for one in passes:
        texts = [(m.denominator.text if m.denominator else "", m.numerator.text) for m in one.measures]  # fmt: skip
        words = set(re.findall(r"[a-z_]+", " ".join(f"{a} {b}" for a, b in texts)))
        needed = [c.name for c in one.dataset.columns if c.name in words]
        frame = pd.read_parquet(files[one.dataset], columns=["area_code", "month", *needed])
        bits = {}
        for at, (den, num) in enumerate(texts):
            counts = (
                frame.eval(python(den), engine="python")
                if den
                else pd.Series(data=True, index=frame.index)
            )
            bits[f"t{at}"], bits[f"m{at}"] = counts, counts & frame.eval(python(num), engine="python")  # fmt: skip
        keys = [frame["area_code"].str[:9], frame["month"]]
        answers.append(pd.DataFrame(bits).groupby(keys, sort=False).sum())
    spent = time.perf_counter() - began
    for answer, cells in zip(answers, expected, strict=True):
        rows = zip(answer.index, answer.to_numpy(), strict=True)
        same({key: tuple(int(count) for count in row) for key, row in rows}, cells)
    return spent


def python(text: str) -> str:
    """A condition as pandas writes it."""
    for pattern, written in _PYTHON:
        text = re.sub(pattern, written, text)
    return text


def load(files: dict[Any, Path], folder: Path) -> float:
    """The datasets as tables of the benchmark's PostgreSQL."""
    from django.db import connection

    began = time.perf_counter()
    types = {"boolean": "boolean", "text": "varchar(12)", "integer": "integer"}
    reader = duckdb.connect()
    for dataset, path in files.items():
        names = [column.name for column in dataset.columns]
        columns = ", ".join(f"{c.name} {types[str(c.kind)]}" for c in dataset.columns)
        csv = folder / "load.csv"
        reader.execute(
            f"COPY (SELECT {', '.join(names)} FROM read_parquet('{path}')) TO '{csv}' (HEADER false)"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {dataset.name}")
            cursor.execute(f"CREATE UNLOGGED TABLE {dataset.name} ({columns})")
            with (
                cursor.copy(f"COPY {dataset.name} FROM STDIN (FORMAT csv)") as copy,
                csv.open("rb") as lines,
            ):
                while block := lines.read(1 << 20):
                    copy.write(block)
            cursor.execute(f"CREATE INDEX ON {dataset.name} (area_code)")
            cursor.execute(f"VACUUM ANALYZE {dataset.name}")
        csv.unlink()
    return round(time.perf_counter() - began, 1)


def by_orm(files: dict[Any, Path], passes: list[Any], expected: list[Cells]) -> float:
    """The figures as ORM aggregates."""
    from django.db.models import Count
    from django.db.models.functions import Left

    spent = 0.0
    for one, cells in zip(passes, expected, strict=True):
        model = model_of(one.dataset)
        counts: dict[str, Any] = {}
        for at, measure in enumerate(one.measures):
            den = condition(measure.denominator.tree) if measure.denominator else None
            num = condition(measure.numerator.tree)
            counts[f"t{at}"] = Count("id", filter=den)
            counts[f"m{at}"] = Count("id", filter=num if den is None else den & num)
        began = time.perf_counter()
        rows = list(
            model.objects.annotate(street=Left("area_code", 9))
            .values("street", "month")
            .annotate(**counts)
        )
        spent += time.perf_counter() - began
        same(
            {(row["street"], row["month"]): tuple(row[name] for name in counts) for row in rows},
            cells,
        )
    return spent


def model_of(dataset: Any) -> Any:
    """A model over the benchmark's own table."""
    from django.db import models

    kinds: dict[str, Callable[[], Any]] = {
        "boolean": lambda: models.BooleanField(null=True), "text": lambda: models.CharField(max_length=12),
        "integer": lambda: models.IntegerField(null=True),
    }  # fmt: skip
    fields = {c.name: kinds[str(c.kind)]() for c in dataset.columns if c.name != "id"}
    meta = type("Meta", (), {"managed": False, "app_label": "indicators", "db_table": dataset.name})
    own = {"id": models.BigIntegerField(primary_key=True), "__module__": __name__, "Meta": meta}
    return type(dataset.name.title(), (models.Model,), fields | own)


def condition(node: Any) -> Any:
    """A condition of ours as the ORM's Q."""
    from sangyu.insight.expressions import tree

    match node:
        case tree.Both():
            return joined(node.parts, is_and=True)
        case tree.Either():
            return joined(node.parts, is_and=False)
        case tree.Opposite():
            return ~condition(node.part)
        case tree.Comparison():
            return comparison(node)
    return leaf(node)


def leaf(node: Any) -> Any:
    """What asks one column."""
    from django.db.models import Q

    from sangyu.insight.expressions import tree

    name = node.value.column.name
    kind = type(node)
    if kind is tree.OneOf:
        found = Q(**{f"{name}__in": [option.value for option in node.options]})
        return ~found if node.negated else found
    if kind is tree.Within:
        found = Q(**{f"{name}__range": (node.low.value, node.high.value)})
        return ~found if node.negated else found
    if kind is tree.Missing:
        return Q(**{f"{name}__isnull": not node.negated})
    return Q(**{name: True})


def comparison(node: Any) -> Any:  # node: tree.Comparison
    """A comparison of two values."""
    from django.db.models import Q, lookups

    if node.relation == "<>":
        name = node.left.column.name
        return Q(**{f"{name}__isnull": False}) & ~Q(**{name: node.right.value})
    kinds = {
        "=": lookups.Exact, "<": lookups.LessThan, "<=": lookups.LessThanOrEqual, ">": lookups.GreaterThan,
        ">=": lookups.GreaterThanOrEqual,
    }  # fmt: skip
    return Q(kinds[str(node.relation)](value(node.left), value(node.right)))


def joined(parts: Any, *, is_and: bool) -> Any:
    """Several conditions."""
    first, *rest = map(condition, parts)
    for each in rest:
        first = first & each if is_and else first | each
    return first


def value(node: Any) -> Any:
    """A value of ours as the ORM's expression."""
    from django.db.models import F, Value

    from sangyu.insight.expressions import tree

    kind = type(node)
    if kind is tree.ColumnValue:
        return F(node.column.name)
    if kind is tree.Literal:
        return Value(int(node.value))
    left, right = value(node.left), value(node.right)
    return left * right if node.sign == "*" else left + right


def same(theirs: Cells, ours: Cells) -> None:
    """Every cell that is not nothing is the same."""

    def kept(cells: Cells) -> Cells:
        return {key: row for key, row in cells.items() if any(row)}

    if kept(theirs) != kept(ours):
        raise SystemExit("A peer's figures differ from ours.")

"""How fast snapshots are taken and asked: python benchmarks/bench_snapshot.py [DATASET] [ROWS], prints JSON.

Without a dataset a table of its own is made: 35 columns with the usual mixture (codes, dates, numbers, yes or no,
tags, texts), rows in no order of area, in an embedded PostgreSQL of its own in a temporary folder. With the name of a
dataset the records of the running database (SANGYU_VAR or DATABASE_URL) are taken. Figures, medians of five
interleaved runs:
  copy_s        COPY (the dataset's rows) TO STDOUT (FORMAT binary), read and thrown away by psycopg: the peer
  snapshot_s    the snapshot: read in one instant, sorted, Parquet with zstd, hashed, made durable
  ratio         copy_s / snapshot_s (aim: at least 0.8)
  copy_plain_s  COPY of the same rows as text, for comparison
  count_s       a count by town, sex and age band with numerator and denominator
  drill_ms      the first page of 50 records behind a cell of it, all columns, through a new DuckDB (aim: 50)
  drill_deep_ms the same in the middle of the whole city, 50 rows after a key
  peak_mib      peak memory of this process
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sangyu.insight.datasets.types import Dataset

OWN = len(sys.argv) < 2 or sys.argv[1].isdecimal()
ROWS = int(sys.argv[-1]) if sys.argv[-1].isdecimal() else 1_200_000
FOLDER = Path(tempfile.mkdtemp(prefix="sangyu-bench-"))
FOLDER.chmod(0o755)
if OWN:
    os.environ["SANGYU_VAR"] = str(FOLDER)
    os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangyu.settings.demo")

import django  # noqa: E402
import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

AS_OF = date(2025, 12, 31)
RUNS = 5
CODES = {
    "sex": ["male", "female"],
    "living": ["alone", "couple", "kin", "institution"],
    "ability": ["able", "mild", "moderate", "severe"],
} | {f"code{n}": ["a", "bb", "ccc", "dddd", "eeeee", "ffffff"] for n in range(5)}


def spread(seed: int, most: int) -> str:
    """A number below `most` that looks random and is the same in each run."""
    return f"(abs(hashint4(g + {seed})::int8) % {most})"


def picked(seed: int, values: list[str]) -> str:
    return f"(ARRAY{values!r})[1 + {spread(seed, len(values))}]"


def own_columns() -> dict[str, str]:
    """The bench table's columns and where their values come from."""
    columns = {
        "id": "g::int8",
        "area_code": f"'371502' || lpad({spread(1, 20)}::text, 3, '0') || lpad({spread(2, 60)}::text, 3, '0')",
        "birth_date": f"DATE '1925-01-01' + {spread(3, 14_000)}::int",
        "income": f"({spread(4, 500_000)} / 100.0)::numeric(12, 2)",
        "pension": f"({spread(5, 300_000)} / 100.0)::numeric(12, 2)",
        "tags": (
            "CASE g % 3 WHEN 0 THEN ARRAY['poor', 'lost'] WHEN 1 THEN ARRAY[]::text[] ELSE ARRAY['poor'] END"
        ),
        "address": f"'Street ' || {spread(6, 9000)} || ' No. ' || {spread(7, 300)}",
    }
    columns |= {name: picked(20 + n, values) for n, (name, values) in enumerate(CODES.items())}
    columns |= {f"number{n}": f"{spread(40 + n, 5 + 7 * n)}::int" for n in range(8)}
    columns |= {f"flag{n}": f"{spread(50 + n, 2 + n)} = 0" for n in range(7)}
    columns |= {
        f"day{n}": f"CASE WHEN {spread(60 + n, 3)} > 0 THEN DATE '2015-01-01' + {spread(70 + n, 3900)}::int END"
        for n in range(5)
    }
    return columns


def own_dataset() -> Dataset:
    """The bench table, made and declared."""
    from sangyu.insight.datasets import registry
    from sangyu.insight.datasets.types import Column, Dataset, Kind, Split

    columns = own_columns()
    selected = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bench_people AS SELECT {selected} FROM generate_series(1, {ROWS}) AS g"
        )
        cursor.execute("VACUUM ANALYZE bench_people")
    kinds = {"number": Kind.INTEGER, "flag": Kind.BOOLEAN, "day": Kind.DATE} | {
        "birth_date": Kind.DATE, "income": Kind.DECIMAL, "pension": Kind.DECIMAL, "tags": Kind.TAGS,
    }  # fmt: skip
    declared = [
        Column(
            name,
            Kind.INTEGER if name == "id" else kinds.get(name.rstrip("0123456789"), Kind.TEXT),
            name,
            values={value: value for value in CODES.get(name, [])},
            digits=19 if name == "id" else 0,
        )
        for name in columns
    ]
    age = Column("age", Kind.INTEGER, "age", derived="years_between(birth_date, as_of)")
    return registry.register(
        Dataset(
            name="bench_people",
            label="Bench",
            grain="person",
            source="bench_people AS p",
            columns=(*declared, age),
            split=Split("bench_people", "p"),
        )
    )


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def copy(dataset: Dataset, form: str) -> None:
    """The peer: one COPY of the same columns, read and thrown away."""
    from sangyu.insight.engines import extracting

    sql = f"COPY ({extracting.source_sql(dataset, AS_OF)}) TO STDOUT (FORMAT {form})"
    with (
        psycopg.connect(extracting.conninfo()) as session,
        session.cursor() as cursor,
        cursor.copy(sql.encode()) as stream,
    ):
        for _block in stream:
            pass


def main(name: str) -> dict[str, float | int | str]:
    """All the figures."""
    from sangyu.insight.datasets import registry
    from sangyu.insight.engines import services
    from sangyu.kernel.actors import system_actor

    dataset = own_dataset() if OWN else registry.get(name)
    actor = system_actor("bench")
    settings.SNAPSHOT_DIR = FOLDER / "snapshots"
    copies, takings = [], []
    for _run in range(RUNS):
        copies.append(seconds(lambda: copy(dataset, "binary")))
        takings.append(
            seconds(
                lambda: services.snapshot_take(
                    actor=actor, dataset=dataset.name, as_of=AS_OF, again=services.Again.RETAKE
                )
            )
        )
    snapshot = services.snapshot_take(actor=actor, dataset=dataset.name, as_of=AS_OF)
    found: dict[str, float | int | str] = {
        "dataset": dataset.name,
        "rows": snapshot.rows,
        "columns": len(dataset.stored),
        "megabytes": round(snapshot.size / 1e6, 1),
        "copy_s": round(statistics.median(copies), 2),
        "snapshot_s": round(statistics.median(takings), 2),
        "ratio": round(statistics.median(copies) / statistics.median(takings), 2),
        "ratio_best": round(min(copies) / min(takings), 2),
        "copy_plain_s": round(seconds(lambda: copy(dataset, "text")), 2),
    }
    if OWN:
        found |= asked(dataset)
    found["peak_mib"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def asked(dataset: Dataset) -> dict[str, float | int]:
    """Questions to the snapshot of the bench table."""
    from sangyu.insight.engines import figures, services
    from sangyu.insight.engines.dimensions import Area, Band, Value
    from sangyu.insight.engines.types import Part
    from sangyu.insight.expressions.language import parse
    from sangyu.kernel.actors import system_actor

    actor = system_actor("bench")
    snapshot = services.snapshot_take(actor=actor, dataset=dataset.name, as_of=AS_OF)
    figure = figures.Figure(
        snapshot,
        (Area(9), Value("sex"), Band("age", (60, 70, 80, 90))),
        numerator=parse("living = 'alone' AND ability IN ('moderate', 'severe')", dataset),
        denominator=parse("age >= 60", dataset),
    )
    cell = {"area_9": "371502007", "sex": "female", "age_band": "80-89"}
    counts = [seconds(lambda: figures.count_by(figure, actor=actor)) for _run in range(9)]
    first = [
        seconds(lambda: figures.records(figure, actor=actor, cell=cell, part=Part.MET))
        for _run in range(21)
    ]
    deep = [
        seconds(lambda: figures.records(figure, actor=actor, part=Part.MET, after="371502010030:5"))
        for _run in range(21)
    ]
    return {
        "count_s": round(statistics.median(counts), 3),
        "drill_ms": round(statistics.median(first) * 1000, 1),
        "drill_worst_ms": round(max(first) * 1000, 1),
        "drill_deep_ms": round(statistics.median(deep) * 1000, 1),
    }


if __name__ == "__main__":
    server = settings.EMBEDDED_POSTGRES
    if server is not None:
        server.start()
    try:
        django.setup()
        call_command("migrate", verbosity=0)
        print(json.dumps(main("" if OWN else sys.argv[1])))
    finally:
        connection.close()
        if OWN and server is not None:
            server.stop()
            shutil.rmtree(server.socket_folder, ignore_errors=True)
        shutil.rmtree(FOLDER, ignore_errors=True)

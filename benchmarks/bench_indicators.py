"""Many indicators over a large city: python -m benchmarks.bench_indicators [--small] [--keep FOLDER], prints JSON.

40 indicators × every street × 12 months over 1,000,000 elders (as of each month end), 10,000,000 visits, 200,000 orders
and 3,000 places, made in the benchmark (indicator_city). Figures, medians of 5 with 2 threads:

    pack_s           once per snapshot: the outcomes of all figures for every row, sorted, as Parquet
    refresh_s        every figure from these facts; aim 1.5
    raw_s            the same from the datasets' own Parquet, without facts
    drill_ms         p95 of one street's first 50 names behind a figure and a month; aim 50
    months_60_s      every figure × every community × 60 months (elders and places at 60 month ends); aim 20
    pandas_s, orm_s  the peers, in the same run, on the same data; held equal; `*_ratio` against refresh_s and, as
                     honest, against raw_s
    cockpit_ms       p95 of the cockpit page with 40 targets and a year of values of every street; aim 200
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks import indicator_peers
from benchmarks.indicator_city import INDICATORS, Size, build
from benchmarks.scratch import open_scratch

THREADS = 2
ROUNDS = 5
DRILLS = 60
STREET, COMMUNITY = 9, 12


def main() -> None:
    """Build, count, open, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--small", action="store_true", help="a hundredth, to try the benchmark itself"
    )
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--without-60", action="store_true")
    asked = parser.parse_args()
    size = Size(10_000, 100_000, 2_000, 300) if asked.small else Size()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="sangyu-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    server = open_scratch(folder)
    try:
        print(json.dumps(figures(folder, size, asked)))
    finally:
        server.stop()
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


def figures(folder: Path, size: Size, asked: argparse.Namespace) -> dict[str, Any]:
    """All figures."""
    connection = connect()
    files = build(folder / "city", size, connection)
    found: dict[str, Any] = vars(size) | {"indicators": sum(map(len, INDICATORS.values()))}
    passes = passes_for(STREET)
    facts, found["pack_s"] = packed(connection, passes, files, folder / "facts")
    found["facts_mb"] = round(sum(path.stat().st_size for path in facts) / 1e6)
    tables: list[pa.Table] = []
    found["refresh_s"] = median(lambda: tables.__setitem__(slice(None), refreshed(passes, facts)))
    found["cells"] = sum(t.num_rows * len(p.measures) for p, t in zip(passes, tables, strict=True))
    raw = [p.sql(f"read_parquet('{files[p.dataset]}')") for p in passes]
    found["raw_s"] = median(lambda: [connection.sql(sql).to_arrow_table() for sql in raw])
    found["drill_ms"] = drilled(connection, passes, facts, files)
    if not asked.without_60:
        found |= sixty(folder, size, connection)
    found |= cockpit(passes, tables)
    if not asked.without_peers:
        found |= indicator_peers.compared(files, passes, tables, found, folder)
    return found


def connect() -> duckdb.DuckDBPyConnection:
    """DuckDB as the product uses it, with two threads."""
    connection = duckdb.connect(config={"threads": THREADS, "memory_limit": "4GB"})
    connection.execute("SET parquet_metadata_cache = true")
    connection.execute("SET preserve_insertion_order = false")
    return connection


def passes_for(digits: int) -> list[Any]:
    """One pass per dataset over its indicators, down to streets or communities, by month."""
    from sangyu.insight.engines.many import Measure, Pass
    from sangyu.insight.expressions.language import parse

    return [
        Pass(
            dataset,
            [
                Measure(f"{dataset.name}-{at}", parse(num, dataset), parse(den, dataset) if den else None)
                for at, (den, num) in enumerate(pairs)
            ],
            levels=(digits,),
            period="month",
        )
        for dataset, pairs in INDICATORS.items()
    ]  # fmt: skip


def packed(
    connection: duckdb.DuckDBPyConnection, passes: list[Any], files: dict[Any, Path], folder: Path
) -> tuple[list[Path], float]:
    """The facts, and the seconds they took."""
    from sangyu.insight.engines.facts import fact_write

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    began = time.perf_counter()
    paths = [folder / f"{one.dataset.name}.parquet" for one in passes]
    for one, path in zip(passes, paths, strict=True):
        fact_write(one, f"read_parquet('{files[one.dataset]}')", connection, path)
    return paths, round(time.perf_counter() - began, 2)


def refreshed(passes: list[Any], facts: list[Path]) -> list[pa.Table]:
    """Every figure from the facts."""
    from sangyu.insight.engines.facts import fact_count

    return [fact_count(one, [path], THREADS) for one, path in zip(passes, facts, strict=True)]


def median(work: Callable[[], object]) -> float:
    """Seconds, the median of the rounds."""
    spent = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return round(statistics.median(spent), 3)


def drilled(
    connection: duckdb.DuckDBPyConnection,
    passes: list[Any],
    facts: list[Path],
    files: dict[Any, Path],
) -> float:
    """p95 of opening figures of streets: the keys from the fact, then the records they name."""
    from sangyu.insight.engines.facts import area_of, fact_open

    spent = []
    jobs = [(p, f, m) for p, f in zip(passes, facts, strict=True) for m in range(len(p.measures))]
    for number in range(DRILLS):
        one, fact, measure = jobs[number * 7 % len(jobs)]
        street = number * 11 % 150
        area = f"3715{street % 8 + 1:02d}{street + 1:03d}"
        began = time.perf_counter()
        month = 2025 * 12 + number % 12
        page = fact_open(one, [fact], connection, measure=measure, area=area, period=month)
        if page:
            keys = ", ".join(str(key) for _place, key in page)
            connection.execute(
                f"SELECT * FROM read_parquet('{files[one.dataset]}') "
                f"WHERE area_code BETWEEN ? AND ? AND id IN ({keys})",
                [area_of(page[0][0]), area_of(page[-1][0])],
            ).fetchall()
        spent.append(time.perf_counter() - began)
    return round(statistics.quantiles(spent, n=20)[-1] * 1000, 1)


def sixty(folder: Path, size: Size, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Communities × 60 months, month ends counted year by year, as a first fill would."""
    total = cells = 0.0
    passes = passes_for(COMMUNITY)
    for year in range(5):
        files = build(folder / "city", replace(size), connection)
        facts, _seconds = packed(connection, passes, files, folder / f"facts-{year}")
        began = time.perf_counter()
        tables = refreshed(passes, facts)
        total += time.perf_counter() - began
        cells += sum(t.num_rows * len(p.measures) for p, t in zip(passes, tables, strict=True))
        shutil.rmtree(folder / f"facts-{year}")
    return {"months_60_s": round(total, 2), "months_60_cells": int(cells)}


def cockpit(passes: list[Any], tables: list[pa.Table]) -> dict[str, Any]:
    """The cockpit page of the city and of streets, with every figure as an indicator with a target."""
    from benchmarks.indicator_pages import measured

    return measured(passes, tables)


if __name__ == "__main__":
    main()

"""Many indicators over a large city: python -m benchmarks.bench_indicators [--small] [--keep FOLDER], prints JSON.

40 indicators × every street × 12 months over 1,000,000 elders (as of each month end), 10,000,000 visits, 200,000 orders
and 3,000 places, made in the benchmark (indicator_city). Figures, medians of 5 with 2 threads; `*_cpu_s` is
user + system time, which a busy machine stretches less:

    refresh_s        every figure × street × month, from the datasets' own Parquet, nothing prepared; aim 1.5
    drill_ms         p95 of one street's first 50 records behind a figure and a month; aim 50
    months_60_s      every figure × community × month, for five years of these datasets one after another; aim 20
    pandas_s, orm_s  the peers in the same run on the same data, held equal; `*_ratio` to refresh_s; aims 10 and 5
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
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks import indicator_peers
from benchmarks.indicator_city import INDICATORS, Size, build
from benchmarks.scratch import open_scratch

THREADS = 2
ROUNDS = 5
DRILLS = 60
STREET, COMMUNITY = 9, 12
DAY = date(2025, 12, 31)


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
    files = build(folder / "city", size)
    found: dict[str, Any] = vars(size) | {"indicators": sum(map(len, INDICATORS.values()))}
    passes = passes_for(STREET)
    tables: list[pa.Table] = []
    found |= median("refresh", lambda: tables.__setitem__(slice(None), refreshed(passes, files)))
    found["cells"] = sum(t.num_rows * len(p.measures) for p, t in zip(passes, tables, strict=True))
    found["drill_ms"] = drilled(files)
    if not asked.without_60:
        found |= sixty(files)
    found |= cockpit(passes, tables)
    if not asked.without_peers:
        found |= indicator_peers.compared(files, passes, tables, found, folder)
    return found


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
            DAY,
            levels=(digits,),
            period="month",
        )
        for dataset, pairs in INDICATORS.items()
    ]  # fmt: skip


def refreshed(passes: list[Any], files: dict[Any, Path]) -> list[pa.Table]:
    """Every figure from the files."""
    from sangyu.insight.engines.duckdb import Limits
    from sangyu.insight.engines.many import count_pass

    limits = Limits(threads=THREADS)
    return [count_pass(one, [files[one.dataset]], limits=limits) for one in passes]


def median(name: str, work: Callable[[], object]) -> dict[str, float]:
    """Seconds and processor seconds, the medians of the rounds."""
    spent, used = [], []
    for _round in range(ROUNDS):
        began, cpu = time.perf_counter(), time.process_time()
        work()
        spent.append(time.perf_counter() - began)
        used.append(time.process_time() - cpu)
    return {
        f"{name}_s": round(statistics.median(spent), 3),
        f"{name}_cpu_s": round(statistics.median(used), 3),
    }


def drilled(files: dict[Any, Path]) -> float:
    """p95 of opening figures of streets and months: who counts and does not meet it, the first page."""
    from sangyu.insight.engines.dimensions import Value
    from sangyu.insight.engines.figures import Figure, records
    from sangyu.insight.engines.types import Part
    from sangyu.insight.expressions.language import parse
    from sangyu.kernel.actors import system_actor

    spent, actor = [], system_actor("benchmark")
    jobs = [(dataset, *pair) for dataset, pairs in INDICATORS.items() for pair in pairs]
    for number in range(DRILLS):
        dataset, den, num = jobs[number * 7 % len(jobs)]
        street = number * 11 % 150
        began = time.perf_counter()
        figure = Figure(
            snapshot_of(dataset, files[dataset]), (Value("month"),), parse(num, dataset),
            parse(den, dataset) if den else None, f"3715{street % 8 + 1:02d}{street + 1:03d}",
        )  # fmt: skip
        records(figure, actor=actor, cell={"month": 2025 * 12 + number % 12}, part=Part.NOT_MET)
        spent.append(time.perf_counter() - began)
    return round(statistics.quantiles(spent, n=20)[-1] * 1000, 1)


def snapshot_of(dataset: Any, path: Path) -> Any:
    """The benchmark's file as a snapshot."""
    from sangyu.insight.engines.types import Snapshot, SnapshotId
    from sangyu.kernel import clock

    return Snapshot(SnapshotId(1), dataset, DAY, clock.now(), 0, 0, "", "", (path,))


def sixty(files: dict[Any, Path]) -> dict[str, Any]:
    """Communities × 60 months: the datasets of a year, five times."""
    passes = passes_for(COMMUNITY)
    began, cpu, cells = time.perf_counter(), time.process_time(), 0
    for _year in range(5):
        tables = refreshed(passes, files)
        cells += sum(t.num_rows * len(p.measures) for p, t in zip(passes, tables, strict=True))
    return {
        "months_60_s": round(time.perf_counter() - began, 2),
        "months_60_cpu_s": round(time.process_time() - cpu, 2),
        "months_60_cells": cells,
    }


def cockpit(passes: list[Any], tables: list[pa.Table]) -> dict[str, Any]:
    """The cockpit page of the city and of streets, with every figure as an indicator with a target."""
    from benchmarks.indicator_pages import measured

    return measured(passes, tables)


if __name__ == "__main__":
    main()

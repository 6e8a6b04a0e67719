"""The yearly statistic: python -m benchmarks.bench_statistic [ELDERS] [--keep FOLDER], prints JSON.

Builds a city (1,200,000 elders unless told otherwise) in an embedded PostgreSQL of its own; `--keep` builds in that
folder, or uses what stands there. Figures:

    snapshot_s      the snapshot of the register as of 31 December, asked of the database
    count_ms        all figures of the statistic (area × dimension × value) from the snapshot; aim: 1,000
    cells           how many figures
    people_ms       the first page of people behind a figure: the figure found and compared with the year before, the
                    people, their names of today, the look recorded; p95; aim: 50
    whole_s         the draft as the product computes it: snapshot, count, write
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import big_city
from benchmarks.scratch import open_scratch

AREA = big_city.PREFIX
ROUNDS = 5
PAGES = 40
CODE = "elder-population"


def main() -> None:
    """Build, count, open."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("elders", nargs="?", type=int, default=1_200_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="sangyu-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    server = open_scratch(folder)
    try:
        big_city.build(asked.elders)
        print(json.dumps({"elders": asked.elders} | figures()))
    finally:
        server.stop()
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


def figures() -> dict[str, Any]:
    """All figures."""
    from sangyu.accountability.indicators import behind, compute, services
    from sangyu.accountability.indicators.wording import definition_of
    from sangyu.insight.engines import duckdb
    from sangyu.insight.engines import selectors as snapshots
    from sangyu.insight.engines.services import Again, snapshot_take
    from sangyu.insight.engines.types import SnapshotId
    from sangyu.kernel import clock
    from sangyu.kernel.actors import system_actor

    actor = system_actor("benchmark").within(AREA)
    as_of = date(clock.today().year - 1, 12, 31)
    row = services.statistic_prepare(actor=actor, code=CODE, area_code=AREA, as_of=as_of)
    dataset = definition_of(row).dataset
    found: dict[str, Any] = {}

    began = time.perf_counter()
    snapshot_take(actor=actor, dataset=dataset, as_of=as_of, again=Again.RETAKE)
    found["snapshot_s"] = round(time.perf_counter() - began, 2)

    began = time.perf_counter()
    counted = behind.count(actor=actor, row=row)
    row = services.statistic_store(
        actor=actor, statistic_id=row.pk, cells=counted.cells,
        snapshot=(counted.snapshot_id, counted.snapshot_hash), at=clock.now(),
    )  # fmt: skip
    found["whole_s"] = round(time.perf_counter() - began, 2)

    snapshot = snapshots.snapshot_get(snapshot_id=SnapshotId(counted.snapshot_id))
    sql = compute.cells_sql(definition_of(row), AREA, dataset)
    spent: list[float] = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        duckdb.rows(snapshot, sql, [AREA, AREA + "\uffff"])
        spent.append(time.perf_counter() - began)
    found |= {"count_ms": round(statistics.median(spent) * 1000), "cells": len(counted.cells)}
    return found | {"people_ms": drilled(actor, row, counted.cells)}


def drilled(actor: Any, row: Any, cells: list[Any]) -> float:
    """p95 of opening figures from the largest to the smallest, evenly chosen."""
    from sangyu.accountability.indicators import behind

    chosen = sorted(cells, key=lambda cell: -cell.count)[:: max(1, len(cells) // PAGES)]
    spent: list[float] = []
    for cell in [
        chosen[-1],
        *chosen,
    ]:  # the first loads the site's addresses, as a server has at its start
        query = {"area": cell.area_code, "dimension": cell.dimension, "value": cell.value}
        began = time.perf_counter()
        figure = behind.figure_asked(actor=actor, row=row, query=query)
        page = behind.people_page(actor=actor, row=row, figure=figure, after="")
        spent.append(time.perf_counter() - began)
        assert len(page.people) == min(cell.count, behind.PAGE)
    return round(statistics.quantiles(spent[1:], n=20)[-1] * 1000, 1)


if __name__ == "__main__":
    main()

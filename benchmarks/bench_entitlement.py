"""Who is entitled to what: python -m benchmarks.bench_entitlement [PEOPLE] [--without-database], prints JSON.

All programmes in force (24) over elders of which a fifth of each fact is missing. Each measurement is a process of its
own; ours and the peer in turns, the best and the median of five. Needs requirements/bench.txt for the peer.

    ours_s, ours_mib        Parquet in → every decision and every condition's truth (bits) out as Parquet; aims 1 s, 400
    peer_s, peer_mib        OpenFisca-Core 46, the same rules end to end (without the bits); calc_s: calculation alone
    ratio                   peer_s / ours_s; aim 2.5
    differ                  people for whom any decision differs, to the fen; must be 0
    ten_s, ten_mib          ten times as many people, ours alone; aims 12 s, 1536
    written_s, written_mib  from PostgreSQL to decisions written back with reasons; aims 40 s, 1536 (1,200,000 people)
    changed_s               10,000 changed people decided anew and written; aim 2
    page_ms                 p95 of the judgement of one person with every step in words; aim 50 for the page
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS = 5
CHANGED = 10_000
PAGES = 100


def main() -> None:
    """Measure, or be one of the processes measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--without-database", action="store_true")
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--ours", nargs=2, type=Path, metavar=("IN", "OUT"))
    asked = parser.parse_args()
    if asked.ours:
        print(json.dumps(ours(*asked.ours)))
        return
    folder = Path(tempfile.mkdtemp(prefix="sangyu-bench-"))
    folder.chmod(0o755)
    try:
        found = files(folder, asked)
        if not asked.without_database:
            found |= database(folder, max(asked.people * 6 // 5, CHANGED))
        print(json.dumps(found))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def files(folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Parquet to Parquet: ours and the peer in turns, then ten times as many."""
    from benchmarks import django_only

    django_only.setup()
    from benchmarks.entitlement_city import build

    city = build(folder / "city.parquet", asked.people)
    here, there = folder / "ours.parquet", folder / "peer.parquet"
    mine, peer = [], []
    for _ in range(ROUNDS):
        mine.append(process("benchmarks.bench_entitlement", "--ours", city, here))
        if not asked.without_peer:
            peer.append(process("benchmarks.entitlement_peer", city, there))
    found: dict[str, Any] = {
        "people": asked.people,
        "ours_s": median(mine, "seconds"),
        "ours_best_s": min(row["seconds"] for row in mine),
        "ours_mib": median(mine, "peak_mib"),
    }
    found |= {key: mine[0][key] for key in ("programmes", "conditions", "plan_ms")}
    if peer:
        found |= {
            "peer_s": median(peer, "seconds"),
            "peer_best_s": min(row["seconds"] for row in peer),
            "peer_calc_s": median(peer, "calculation_s"),
            "peer_mib": median(peer, "peak_mib"),
            "ratio": round(median(peer, "seconds") / median(mine, "seconds"), 2),
            "differ": differing(here, there, mine[0]["programmes"]),
        }
    large = build(folder / "large.parquet", asked.people * 10)
    ten = process("benchmarks.bench_entitlement", "--ours", large, folder / "large-ours.parquet")
    return found | {"ten_s": ten["seconds"], "ten_mib": ten["peak_mib"]}


def process(module: str, *arguments: object) -> dict[str, Any]:
    """What a process of its own prints."""
    done = subprocess.run(  # our own modules
        [sys.executable, "-m", module, *map(str, arguments)], check=True, capture_output=True
    )
    row: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return row


def median(rows: list[dict[str, Any]], key: str) -> float:
    """Of one figure of several runs."""
    return round(float(statistics.median(row[key] for row in rows)), 3)


def ours(read: Path, write: Path) -> dict[str, Any]:
    """The engine on a file."""
    from benchmarks import django_only

    django_only.setup()
    from benchmarks.entitlement_city import TODAY
    from sangyu.insight.datasets import registry
    from sangyu.insight.engines import duckdb
    from sangyu.insight.engines.duckdb import Limits
    from sangyu.insight.engines.types import Snapshot, SnapshotId
    from sangyu.kernel import clock
    from sangyu.people.entitlement.shipped import shipped_plan

    elders = registry.get("elders")
    snapshot = Snapshot(SnapshotId(0), elders, TODAY, clock.now(), 0, 0, "", "", (read,))
    start = time.perf_counter()
    plan = shipped_plan(TODAY)
    sql = plan.sql('"elders"')
    planned = time.perf_counter() - start
    duckdb.export(snapshot, sql, write, limits=Limits(memory="1GB", threads=2, seconds=600))
    return {
        "seconds": round(time.perf_counter() - start, 3),
        "plan_ms": round(planned * 1000),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "programmes": len(plan.rules),
        "conditions": len(plan.leaves),
    }


def differing(here: Path, there: Path, programmes: int) -> int:
    """How many people any of whose decisions differ."""
    import duckdb

    wrong = " OR ".join(f"a.r{at} IS DISTINCT FROM b.r{at}" for at in range(programmes))
    both = f"read_parquet('{here}') AS a FULL JOIN read_parquet('{there}') AS b USING (id)"
    row = duckdb.connect().execute(f"SELECT count(*) FROM {both} WHERE {wrong}").fetchone()
    assert row is not None  # a count always gives a row
    return int(row[0])


def database(folder: Path, people: int) -> dict[str, Any]:
    """From the tables to decisions written back; a few changed; one person in words."""
    from django.conf import settings

    from benchmarks.scratch import open_scratch

    server = open_scratch(folder)
    settings.SNAPSHOT_DIR = folder / "snapshots"
    try:
        return _written(people)
    finally:
        server.stop()


def _written(people: int) -> dict[str, Any]:
    from django.db import connection

    from benchmarks import big_city
    from benchmarks.entitlement_city import TODAY
    from sangyu.insight.engines import extracting
    from sangyu.kernel.actors import system_actor
    from sangyu.people.entitlement.in_force import dataset, plan_on
    from sangyu.people.entitlement.rules.judging import explained, judge
    from sangyu.people.entitlement.services.deciding import elders_decide, run_make
    from sangyu.people.entitlement.services.programmes import programmes_load

    big_city.build(people)
    actor = system_actor("benchmark")
    programmes_load(actor=actor)
    start = time.perf_counter()
    run = run_make(actor=actor, as_of=TODAY)
    found: dict[str, Any] = {
        "database_people": people,
        "decisions": run.opened,
        "written_s": round(time.perf_counter() - start, 2),
        "written_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    start = time.perf_counter()
    run_make(actor=actor, as_of=TODAY)
    found["again_s"] = round(time.perf_counter() - start, 2)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH some AS (SELECT id FROM registry_elder ORDER BY md5(id::text) LIMIT %s) "
            "UPDATE registry_elder AS e SET birth_date = birth_date - 3650 FROM some "
            "WHERE some.id = e.id RETURNING e.id",
            [CHANGED],
        )
        ids = [row[0] for row in cursor.fetchall()]
    start = time.perf_counter()
    merged = elders_decide(actor=actor, elder_ids=ids, as_of=TODAY)
    found["changed_s"] = round(time.perf_counter() - start, 2)
    found["changed_opened"] = merged.opened
    plan, times = plan_on(TODAY), []
    for elder in ids[:PAGES]:
        start = time.perf_counter()
        row = extracting.one(dataset(), TODAY, elder)
        if row is not None:
            judge(plan, row)
            for each in plan.rules:
                explained(each, row, dataset())
        times.append((time.perf_counter() - start) * 1000)
    found["page_ms"] = round(sorted(times)[int(len(times) * 0.95)], 1)
    return found


if __name__ == "__main__":
    main()

"""What the audit trail costs: python benchmarks/bench_audit.py [ENTRIES], prints JSON.

Runs in an embedded PostgreSQL of its own in a temporary folder (fsync on, as delivered). Figures:
  record_ms        one audit.record in its own transaction, mean of 2,000
  copy_per_s       entries per second by record_many (COPY from Python)
  select_per_s     entries per second by record_select (within the database)
  bulk_ratio       100,000 rows of eight columns written set-based, with one entry per row against without: the worst
                   case, since a real import also parses and checks
  seal_s           sealing all entries
  verify_s         verifying all entries (aim: 1,000,000 in 30 s on 2 cores)
  peak_mib         peak memory of this process
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="sangyu-bench-"))
FOLDER.chmod(0o755)
os.environ["SANGYU_VAR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "sangyu.settings.demo"
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

ROWS = (
    "SELECT n, '522601103' || lpad((n %% 250)::text, 3, '0'), 'Elder ' || n, "
    "jsonb_build_object('living', 'alone', 'phone', '•••'), "
    "jsonb_build_object('living', 'with_spouse', 'phone', '•••') FROM generate_series(1, %s) AS n"
)
TARGET = "INSERT INTO bench_target SELECT n, 'Name ' || n, md5(n::text), md5(n::text), n, n, now(), now() FROM "


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bulk(*, audited: bool) -> float:
    """100,000 rows into a table with two indexes, with or without entries; seconds."""
    from sangyu.kernel import audit
    from sangyu.kernel.actors import system_actor

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_target")
        cursor.execute(
            "CREATE TABLE bench_target (id bigint PRIMARY KEY, name text, a text, b text, c int, d int, "
            "e timestamptz, f timestamptz)"
        )
        cursor.execute("CREATE INDEX ON bench_target (a, id)")
        cursor.execute("CREATE INDEX ON bench_target (name, id)")

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TARGET + "generate_series(1, 100000) AS n")
            if audited:
                audit.record_select(
                    system_actor("bench"),
                    "bench.done",
                    kind="elder",
                    select=ROWS,
                    params=(100_000,),
                )

    return seconds(write)


def main(entries: int) -> dict[str, float]:
    """All the figures."""
    from sangyu.kernel import audit
    from sangyu.kernel.actors import system_actor
    from sangyu.kernel.audit import sealing, verification

    actor = system_actor("bench")
    audit.register("bench.done", "%(who)s did %(object)s")
    found: dict[str, float] = {"entries": entries}
    plain = min(bulk(audited=False) for _ in range(3))
    found["bulk_ratio"] = round(min(bulk(audited=True) for _ in range(3)) / plain, 2)
    once = seconds(
        lambda: [
            audit.record(actor, "bench.done", kind="elder", id=n, before={"a": 1}, after={"a": 2})
            for n in range(2000)
        ]
    )
    found["record_ms"] = round(once / 2, 3)
    subjects = (
        audit.Subject(n, "522601103001", f"E {n}", {"a": 1}, {"a": 2}) for n in range(100_000)
    )
    spent = seconds(lambda: audit.record_many(actor, "bench.done", kind="elder", subjects=subjects))
    found["copy_per_s"] = round(100_000 / spent)
    rest = entries - 402_000
    spent = seconds(
        lambda: audit.record_select(actor, "bench.done", kind="elder", select=ROWS, params=(rest,))
    )
    found["select_per_s"] = round(rest / spent)
    found["seal_s"] = round(seconds(sealing.seal), 2)
    began = time.perf_counter()
    report = verification.verify()
    found["verify_s"] = round(time.perf_counter() - began, 2)
    assert report.is_whole
    assert report.sealed == entries
    found["peak_mib"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


if __name__ == "__main__":
    server = settings.EMBEDDED_POSTGRES
    assert server is not None, "this benchmark runs in its own server"
    server.start()
    try:
        django.setup()
        call_command("migrate", verbosity=0)
        print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))
    finally:
        connection.close()
        server.stop()
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.rmtree(server.socket_folder, ignore_errors=True)

"""All figures: python -m benchmarks [NAME …] [--quick] [--out FILE] [--list]; `make bench ARGS="registry --quick"`.

Every bench_NAME.py beside this file runs in a process of its own, one after another, and prints JSON as its last line.
What they print is collected under their names, with the facts of the machine. `--quick` takes small sizes: it shows
that the benchmarks run, its figures say nothing. Exit status 1 if one of them failed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
QUICK = {
    "audit": 410_000,
    "import": 3_000,
    "reading": 200,
    "registry": 20_000,
    "snapshot": 20_000,
    "statistic": 20_000,
}
PACKAGES = ("django", "duckdb", "psycopg", "polars", "pyarrow", "granian")


def names() -> list[str]:
    """What can be measured."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _line("/proc/cpuinfo", "model name") or platform.processor(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := _installed(name))},
        "revision": _revision(),
    }


def _line(file: str, key: str) -> str:
    path = Path(file)
    lines = path.read_text().splitlines() if path.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _installed(name: str) -> str:
    try:
        return version(name)
    except ModuleNotFoundError:
        return ""


def _revision() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=HERE, capture_output=True, text=True, check=False
    )  # fmt: skip
    return done.stdout.strip()


def measure(name: str, *, quick: bool) -> dict[str, Any]:
    """Run one; its own JSON, how long it took, or why it failed."""
    size = [str(QUICK[name])] if quick and name in QUICK else []
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.bench_{name}", *size],
        cwd=HERE.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    took = {"took_s": round(time.perf_counter() - began, 1)}
    try:
        found: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    except ValueError:
        return {
            "failed": done.stderr[-2000:] or f"printed no JSON (status {done.returncode})"
        } | took
    return (found if done.returncode == 0 else found | {"failed": done.stderr[-2000:]}) | took


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--out", type=Path, help="write the JSON there as well")
    parser.add_argument("--list", action="store_true", help="say what there is")
    asked = parser.parse_args()
    if asked.list:
        print("\n".join(names()))
        return 0
    unknown = set(asked.names) - set(names())
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    found: dict[str, Any] = {"machine": machine(), "quick": asked.quick}
    for name in asked.names or names():
        print(f"{name} …", file=sys.stderr, flush=True)
        found[name] = measure(name, quick=asked.quick)
    text = json.dumps(found, indent=2, ensure_ascii=False)
    print(text)
    if asked.out:
        asked.out.write_text(text + "\n")
    return 1 if any("failed" in part for part in found.values() if isinstance(part, dict)) else 0


if __name__ == "__main__":
    sys.exit(main())

"""From a clean clone to the demonstration's sign-in page: python -m benchmarks.bench_setup, prints JSON.

    first_s    git clone and `make demo` until the sign-in page answers; aim: 300 s on 2 cores, packages downloaded
    second_s   `make demo` again; aim: 15 s
    stop_s     from Ctrl-C until nothing of it runs

The clone is of this repository's HEAD in a temporary folder, which goes afterwards. pip's and npm's caches are emptied
for it (they are set into the same folder), so everything is downloaded.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
MOST_SECONDS = 1800


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(clone: Path, environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], float]:
    """`make demo`, and the seconds until the sign-in page answers."""
    began = time.perf_counter()
    with (clone.parent / "demo.log").open("ab") as log:
        demo = subprocess.Popen(
            ["make", "demo"], cwd=clone, env=environment, stdout=log, stderr=log, start_new_session=True
        )  # fmt: skip
    while time.perf_counter() - began < MOST_SECONDS:
        if demo.poll() is not None:
            break
        try:
            with urlopen(f"http://127.0.0.1:{environment['PORT']}/sign-in/", timeout=10):
                return demo, time.perf_counter() - began
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError((clone.parent / "demo.log").read_text()[-2000:])


def stop(demo: subprocess.Popen[bytes]) -> float:
    """Ctrl-C, and the seconds until it has ended."""
    began = time.perf_counter()
    os.killpg(demo.pid, signal.SIGINT)
    demo.wait(60)
    return time.perf_counter() - began


def main() -> dict[str, float]:
    """Both starts."""
    folder = Path(tempfile.mkdtemp(prefix="sangyu-setup-"))
    folder.chmod(0o755)
    clone = folder / "sangyu"
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SANGYU_", "DJANGO_", "DATABASE_", "MAKE", "VIRTUAL_ENV"))
    } | {
        "PORT": str(free_port()),
        "PIP_CACHE_DIR": str(folder / "pip"),
        "npm_config_cache": str(folder / "npm"),
    }
    try:
        began = time.perf_counter()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        cloned = time.perf_counter() - began
        demo, first = start(clone, environment)
        stopped = stop(demo)
        demo, second = start(clone, environment)
        stop(demo)
        return {
            "first_s": round(cloned + first, 1),
            "second_s": round(second, 1),
            "stop_s": round(stopped, 1),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    print(json.dumps(main()))

"""Requests over HTTP at a fixed concurrency, from this process, over connections kept open."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONCURRENCY = 8


@dataclass(frozen=True)
class Ask:
    """One request, and the session that makes it. A redirect is followed: what a person waits for is the page."""

    path: str
    session: str
    body: str = ""


@contextmanager
def served(application: str, port: int, log: Path, settings: str) -> Iterator[None]:
    """The product's server, two workers, as `sangyu serve` runs it."""
    code = (
        "from granian import Granian; from granian.constants import Interfaces; "
        f"Granian({application!r}, address='127.0.0.1', port={port}, interface=Interfaces.WSGI, workers=2, "
        "blocking_threads=4, websockets=False).serve()"
    )
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=file,
            stderr=file,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings},
        )
    try:
        _wait(port, process, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(300):
        if process.poll() is not None:
            raise RuntimeError(log.read_text()[-2000:])
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Nothing answers on port {port}; see {log}.")


def measure(port: int, asks: Sequence[Ask], *, warm: int = 32) -> dict[str, Any]:
    """Ask everything once, after some of it to warm up; milliseconds and requests per second."""
    _run(port, asks[:warm])
    began = time.perf_counter()
    taken, size = _run(port, asks)
    seconds = time.perf_counter() - began
    taken.sort()
    return {
        "p50_ms": round(taken[len(taken) // 2] * 1000, 1),
        "p95_ms": round(taken[int(len(taken) * 0.95)] * 1000, 1),
        "per_s": round(len(taken) / seconds),
        "kb": round(size / len(taken) / 1000, 1),
    }


def _run(port: int, asks: Sequence[Ask]) -> tuple[list[float], int]:
    waiting = iter(asks)
    lock = threading.Lock()
    taken: list[float] = []
    sizes: list[int] = []
    faults: list[str] = []

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while not faults:
            with lock:
                ask = next(waiting, None)
            if ask is None:
                return
            began = time.perf_counter()
            status, size = _ask(connection, ask)
            taken.append(time.perf_counter() - began)
            sizes.append(size)
            if status != 200:
                faults.append(f"{ask.path}: {status}")

    threads = [threading.Thread(target=work) for _number in range(CONCURRENCY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    return taken, sum(sizes)


def _ask(connection: http.client.HTTPConnection, ask: Ask) -> tuple[int, int]:
    headers = {"Cookie": f"sessionid={ask.session}", "Accept": "text/html,application/json"}
    if ask.body:
        headers["Content-Type"] = "application/json"
    connection.request("POST" if ask.body else "GET", ask.path, ask.body or None, headers)
    response = connection.getresponse()
    size = len(response.read())
    if response.status == 302:
        connection.request("GET", response.headers["Location"], None, headers)
        response = connection.getresponse()
        size += len(response.read())
    return response.status, size

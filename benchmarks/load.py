"""Requests over HTTP at a fixed concurrency, from this process, over connections kept open."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
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
FORGERY_TOKEN = "bench" + "0" * 27


@dataclass(frozen=True)
class Ask:
    """One request, and the session that makes it. A redirect is followed: what a person waits for is the page.

    `target`: ask as the page's own script does, for the part of the page with this id.
    """

    path: str
    session: str
    body: str = ""
    target: str = ""


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


RUNS = 3


def measure(port: int, asks: Sequence[Ask]) -> dict[str, Any]:
    """Ask everything once to warm up, then in three runs; milliseconds and requests per second of the median run.

    Warm: everybody who asks has been at work for a moment, so that what is kept for a post (badges, the filters of its
    area) is kept. Three runs, each over eight new connections: they fall to the workers by chance, five to one and
    three to the other as often as four and four, and the more even they fall the lower is the p95. `worst_p95_ms` is
    of the worst run, `first_p95_ms` of the warming up.
    """
    first, _size = _run(port, asks)
    runs = [_timed(port, asks) for _run_number in range(RUNS)]
    figures = sorted(runs, key=lambda run: run["p95_ms"])
    return figures[RUNS // 2] | {
        "worst_p95_ms": figures[-1]["p95_ms"],
        "first_p95_ms": _rank(sorted(first), 0.95),
    }


def _timed(port: int, asks: Sequence[Ask]) -> dict[str, Any]:
    began = time.perf_counter()
    taken, size = _run(port, asks)
    seconds = time.perf_counter() - began
    taken.sort()
    return {
        "p50_ms": _rank(taken, 0.5),
        "p95_ms": _rank(taken, 0.95),
        "per_s": round(len(taken) / seconds),
        "kb": round(size / len(taken) / 1000, 1),
    }


def _rank(taken: Sequence[float], part: float) -> float:
    return round(taken[int(len(taken) * part)] * 1000, 1)


def _run(port: int, asks: Sequence[Ask]) -> tuple[list[float], int]:
    waiting = iter(asks)
    lock = threading.Lock()
    taken: list[float] = []
    sizes: list[int] = []
    faults: list[str] = []

    def work() -> None:
        with Line(port) as line:
            while not faults:
                with lock:
                    ask = next(waiting, None)
                if ask is None:
                    return
                began = time.perf_counter()
                size = line.page(ask, faults)
                taken.append(time.perf_counter() - began)
                sizes.append(size)

    threads = [threading.Thread(target=work) for _number in range(CONCURRENCY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    return taken, sum(sizes)


class Line:
    """One connection kept open. Written on the socket: the client shares the cores with what it measures, and
    `http.client` takes a millisecond of them for each answer."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()

    def page(self, ask: Ask, faults: list[str]) -> int:
        """The bytes of what was asked for; what went wrong is added to `faults`."""
        try:
            status, size = self.ask(ask)
        except (OSError, ValueError) as error:
            faults.append(f"{ask.path}: {error}")
            return 0
        if status != 200:
            faults.append(f"{ask.path}: {status}")
        return size

    def ask(self, ask: Ask) -> tuple[int, int]:
        """The status at the end of the way, and the bytes of all bodies. A redirect is followed."""
        head, size = self._exchange(_request(ask, ask.path, ask.body))
        if _status(head) == 302:
            moved = re.search(rb"(?i)\r\nlocation: *([^\r\n]+)", head)
            if moved is None:
                raise ValueError("redirected to nowhere")
            head, more = self._exchange(_request(ask, moved[1].decode("latin-1"), ""))
            size += more
        return _status(head), size

    def _exchange(self, request: bytes) -> tuple[bytes, int]:
        self._socket.sendall(request)
        got = self._more()
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head = got[:end]
        announced = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if announced is None:
            raise ValueError("an answer that does not tell its length")
        size = int(announced[1])
        left = size - (len(got) - end - 4)
        while left > 0:
            left -= len(self._more())
        return head, size

    def _more(self) -> bytes:
        got = self._socket.recv(65536)
        if not got:
            raise ConnectionError("the server hung up")
        return got


def _status(head: bytes) -> int:
    return int(head[9:12])


def _request(ask: Ask, path: str, body: str) -> bytes:
    headers = ["Host: 127.0.0.1", "Accept: text/html,application/json"]
    cookie = f"Cookie: sessionid={ask.session}"
    if ask.body:  # as a browser's script posts: with the forgery token in cookie and header
        cookie += f"; csrftoken={FORGERY_TOKEN}"
        kind = "json" if ask.body.startswith("{") else "x-www-form-urlencoded"
        headers += [f"Content-Type: application/{kind}", f"X-CSRFToken: {FORGERY_TOKEN}"]
    if ask.target:
        headers += ["HX-Request: true", f"HX-Target: {ask.target}"]
    sent = body.encode()
    if sent:
        headers.append(f"Content-Length: {len(sent)}")
    head = "\r\n".join([f"{'POST' if sent else 'GET'} {path} HTTP/1.1", *headers, cookie])
    return head.encode("latin-1") + b"\r\n\r\n" + sent

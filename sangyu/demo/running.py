"""The demonstration's processes: the site and a worker as children, watched, and stopped with the house.

Children are in sessions of their own, so that Ctrl-C at the terminal reaches only the parent, which ends them in order.
On Linux they also end when the parent is killed. One demonstration runs from one folder of data at a time.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import NoReturn

POLL_SECONDS = 0.2
READY_SECONDS = 60.0
STOP_SECONDS = 15.0
TAIL = 2000
PR_SET_PDEATHSIG = 1  # prctl(2)
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class NotRunning(RuntimeError):
    """A process ended, or the site does not answer; the text says why and what to do."""


class AlreadyRuns(RuntimeError):
    """Another demonstration uses the same data; the text says where it answers."""


class Stopped(KeyboardInterrupt):
    """Somebody asked to stop; a KeyboardInterrupt, because the database's driver cancels its query on one."""


@dataclass
class House:
    """The running children, each with its log in `logs`."""

    logs: Path
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start `sangyu ARGUMENTS` as the child `name`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with self.log(name).open("wb") as log:
            self.children[name] = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "sangyu", *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509  this process has one thread
            )  # fmt: skip

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def check(self) -> None:
        """Raise if a child has ended."""
        for name, child in self.children.items():
            if child.poll() is not None:
                tail = self.log(name).read_text(errors="replace")[-TAIL:].strip()
                raise NotRunning(
                    f"The {name} ended (status {child.returncode}). Its last words, from {self.log(name)}:\n{tail}"
                )

    def wait_until_answering(self, host: str, port: int, path: str) -> None:
        """Until the page answers with 200."""
        deadline = time.monotonic() + READY_SECONDS
        while not answers(host, port, path):
            self.check()
            if time.monotonic() > deadline:
                raise NotRunning(
                    f"The site did not answer within {READY_SECONDS:.0f} s; see {self.log('site')}."
                )
            time.sleep(POLL_SECONDS)

    def watch(self) -> NoReturn:
        """Until a child ends."""
        while True:
            self.check()
            time.sleep(POLL_SECONDS * 5)

    def stop(self) -> None:
        """Ask every child to end, and end by force what does not."""
        for child in self.children.values():
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _end_with_parent() -> None:
    """In the child: SIGTERM when the parent is gone, even by kill -9."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def only_one(lock: Path, address: str) -> Iterator[None]:
    """Hold the lock file, which names our address; the lock goes with the process, however it ends."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRuns(
                f"A demonstration already runs from {lock.parent}: {file.read().strip()}. Use that one, stop it with "
                "Ctrl-C, or give this one a folder of its own (SANGYU_VAR) and another PORT."
            ) from error
        file.truncate(0)
        file.write(address)
        file.flush()
        yield


def answers(host: str, port: int, path: str) -> bool:
    """Whether a GET of the page gives 200."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  listening to all is the caller's
    connection = HTTPConnection(near, port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def why_not_free(host: str, port: int) -> str:
    """Why the site cannot listen there, or an empty text."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} of {host} is in use, perhaps by another demonstration."
            return f"Cannot listen on port {port} of {host}: {error.strerror}."
    return ""


@contextmanager
def stopping_politely() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP raise Stopped once; a second one during the stop is ignored."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = [signal.signal(each, stop) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)

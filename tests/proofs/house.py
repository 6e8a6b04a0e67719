"""A house of its own for killing: an embedded cluster, processes that serve on it, and gates that stop them midway.

A gate is a trigger in the test's database that waits for an advisory lock which the test holds: whoever writes the row
it watches stands still inside its transaction, with part of the work written, until the test lets go or kills. The
product has no hook for this. Processes come from a fork server that has loaded the product once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

import psycopg

from sangyu.kernel.postgres import Server

Process = ForkServerProcess
GATE = "(4242, 1)"
UNWATCHED = ("django_", "work_", "axes_", "otp_", "audit_auditseal", "audit_auditcheck")
"""Tables of the machinery: sessions, queues and heartbeats change whenever a process lives."""
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
_GATES = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'proof_gate'"


@dataclass
class House:
    """The cluster and the processes on it."""

    server: Server
    var: Path

    def __post_init__(self) -> None:
        self.processes: list[Process] = []
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")

    def open(self) -> None:
        """Start the cluster, load the product into the fork server, make the tables."""
        self.server.start()
        self._context.set_forkserver_preload(["tests.proofs.deeds"])
        environment = {
            "DATABASE_URL": self.server.url,
            "DJANGO_SETTINGS_MODULE": "sangyu.settings.test",
            "SANGYU_TEST_VAR": str(self.var),
        }
        with _environment(environment):
            self.do("migrate")
        self.sql(
            "CREATE FUNCTION proof_gate() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN PERFORM pg_advisory_xact_lock{GATE}; RETURN NULL; END $$"
        )

    def close(self) -> None:
        """End what still runs."""
        for process in self.processes:
            process.kill()
            process.join()
        self.server.stop(mode="immediate")

    def rest(self) -> None:
        """End all that an earlier test began, and wait until the server has noticed; no gate is left standing."""
        for process in self.processes:
            process.kill()
            process.join()
        self.processes.clear()
        self.until(self.is_up)
        self.until(lambda: not self.one(_OTHERS))
        for (table,) in self.sql(_GATES):
            self.sql(f"DROP TRIGGER proof_gate ON {table}")

    # the database, seen from outside
    def sql(self, query: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """One statement on a connection of its own."""
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            cursor = connection.execute(query.encode(), params or None)
            return cursor.fetchall() if cursor.description else []

    def one(self, query: str, params: tuple[Any, ...] = ()) -> Any:
        """The first value of the first row."""
        return self.sql(query, params)[0][0]

    def image(self, *prefixes: str) -> dict[str, str]:
        """A digest of every row of every table that holds what the city knows (or of those with a prefix)."""
        tables = [
            name
            for (name,) in self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            if not name.startswith(UNWATCHED) and name.startswith(prefixes or ("",))
        ]
        query = " UNION ALL ".join(
            f"SELECT '{name}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {name} AS t"
            for name in tables
        )
        return dict(self.sql(query))

    @contextmanager
    def gate(self, table: str, when: str, moment: str = "INSERT") -> Iterator[None]:
        """Whoever writes such a row waits in the middle of its transaction, until the block ends."""
        self.sql(
            f"CREATE TRIGGER proof_gate AFTER {moment} ON {table} FOR EACH ROW WHEN ({when}) "
            "EXECUTE FUNCTION proof_gate()"
        )
        keeper = psycopg.connect(self.server.url, autocommit=True)
        keeper.execute(f"SELECT pg_advisory_lock{GATE}".encode())
        try:
            yield
        finally:
            keeper.close()
            self.until(self.is_up)
            self.until(lambda: not self._waiting())
            self.sql(f"DROP TRIGGER proof_gate ON {table}")

    def at_the_gate(self) -> int:
        """Wait until somebody stands there; the process id of their backend."""
        self.until(lambda: bool(self._waiting()))
        return self._waiting()[0]

    def has_session(self, pid: int) -> bool:
        """True while a client's session in the server has not ended."""
        return bool(self.one("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", (pid,)))

    def _waiting(self) -> list[int]:
        rows = self.sql(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 4242 AND NOT granted"
        )
        return [pid for (pid,) in rows]

    # processes
    def begin(self, deed: str, *args: Any) -> Process:
        """A process that does a deed of `tests.proofs.deeds`; the caller waits for it, or kills it."""
        process = self._context.Process(target=_perform, args=(deed, args, None))
        process.start()
        self.processes.append(process)
        return process

    def do(self, deed: str, *args: Any) -> Any:
        """Do a deed in a process of its own, to the end; what it returns."""
        answer: SimpleQueue[Any] = self._context.SimpleQueue()
        process = self._context.Process(target=_perform, args=(deed, args, answer))
        process.start()
        process.join(180)
        assert process.exitcode == 0, f"{deed} ended with {process.exitcode}"
        return answer.get()

    def wait(self, process: Process) -> None:
        """Until the process has ended, and well."""
        process.join(90)
        assert process.exitcode == 0

    # kills
    def kill(self, process: Process) -> None:
        """kill -9; then wait until the server has noticed that its client is gone."""
        process.kill()
        process.join()

    def kill_backend(self, pid: int) -> None:
        """kill -9 of one of the server's processes: it ends all of them, restarts and recovers."""
        with psycopg.connect(self.server.url, autocommit=True) as witness:
            os.kill(pid, signal.SIGKILL)
            with suppress(psycopg.OperationalError):
                self.until(lambda: witness.execute("SELECT pg_sleep(0.05)").fetchone() is None)
        self.until(self.is_up)

    @contextmanager
    def held(self, process: Process) -> Iterator[None]:
        """The process stands still: what the server shows meanwhile is what the kill left, not what came after."""
        os.kill(process.pid or 0, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process.pid or 0, signal.SIGCONT)

    def kill_server(self) -> None:
        """kill -9 of the server's head; its children leave by themselves; then an ordinary start."""
        head = int((self.server.data / "postmaster.pid").read_text().split()[0])
        children = [pid for (pid,) in self.sql("SELECT pid FROM pg_stat_activity")]
        os.kill(head, signal.SIGKILL)
        self.until(lambda: not any(map(_is_alive, [head, *children])))
        self.server.start()

    def is_up(self) -> bool:
        """True if the database answers."""
        try:
            return bool(self.one("SELECT true"))
        except psycopg.OperationalError:
            return False

    def until(self, condition: Callable[[], bool], *, seconds: float = 90) -> None:
        """Wait for something that must come."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.03)


def _perform(deed: str, args: tuple[Any, ...], answer: SimpleQueue[Any] | None) -> None:
    from tests.proofs import deeds

    result = getattr(deeds, deed)(*args)
    if answer is not None:
        answer.put(result)


def _is_alive(pid: int) -> bool:
    """True until the process is gone from the table: for pg_ctl a process that nobody has buried yet still runs."""
    return Path(f"/proc/{pid}").exists()


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)

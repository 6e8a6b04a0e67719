"""How the kills are struck: at a gate, in the middle of a transaction, and what is left is looked at in peace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.proofs.house import House, Process

VICTIMS = ["site", "server process", "server"]
WORKING = ["worker", "server process", "server"]


def strike(house: House, victim: str, deed: str, *args: object) -> int:
    """Begin the deed, wait until it stands at the gate, kill the victim there; the deed's session in the server."""
    process = house.begin(deed, *args)
    backend = house.at_the_gate()
    if victim == "site":
        house.kill(process)
    else:
        _kill_database(house, victim, backend)
    return backend


@contextmanager
def struck(house: House, victim: str, worker: Process, session: int) -> Iterator[None]:
    """Kill one of those who take part in a job; a worker that survives does nothing until the block ends."""
    if victim == "worker":
        house.kill(worker)
        yield
        return
    with house.held(worker):
        _kill_database(house, victim, session)
        yield


def another(house: House, victim: str, worker: Process, session: int) -> Process:
    """A new worker for a killed one; one that lost its database goes on by itself."""
    if victim != "worker":
        return worker
    house.until(lambda: not house.has_session(session))
    return house.begin("worker")


def _kill_database(house: House, victim: str, session: int) -> None:
    if victim == "server process":
        house.kill_backend(session)
    else:
        house.kill_server()

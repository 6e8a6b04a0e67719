"""The house that the kills share: started once, and at rest before each of them, so that any order will do."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sangyu.kernel.postgres import Server
from tests.proofs.house import House


@pytest.fixture(scope="session")
def cluster() -> Iterator[House]:
    """A cluster that loses nothing it has confirmed, as in production; only fsync is off.

    Not below pytest's own temporary folder: another session closes that to the server's user at any moment.
    """
    folder = Path(tempfile.mkdtemp(prefix="sangyu-house-"))
    folder.chmod(0o711)  # the server's own user has to pass
    server = Server(folder / "postgres", extra={"fsync": "off", "shared_buffers": "32MB"})
    house = House(server, folder / "var")
    house.open()
    yield house
    house.close()
    shutil.rmtree(server.socket_folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(cluster: House) -> House:
    """The cluster with nobody at work in it."""
    cluster.rest()
    return cluster

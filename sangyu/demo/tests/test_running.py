"""The demonstration's processes: one at a time, watched, and all ended together."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sangyu.demo.running import (
    AlreadyRuns,
    House,
    NotRunning,
    answers,
    only_one,
    stopping_politely,
    why_not_free,
)

pytestmark = pytest.mark.usefixtures(
    "postgres_server"
)  # the children would start it, and nobody would stop it


def test_one_demonstration_from_one_folder(tmp_path: Path) -> None:
    lock = tmp_path / "demo.lock"
    with (
        only_one(lock, "http://here"),
        pytest.raises(AlreadyRuns, match="http://here"),
        only_one(lock, "http://there"),
    ):
        raise AssertionError
    with only_one(lock, "http://again"):
        assert lock.read_text() == "http://again"


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert str(port) in why_not_free("127.0.0.1", port)
    assert why_not_free("127.0.0.1", port) == ""
    assert not answers("127.0.0.1", port, "/")


def test_a_child_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.start("site", ["no-such-command"])
    house.children["site"].wait(60)
    with pytest.raises(NotRunning, match="no-such-command"):
        house.check()
    house.stop()


def test_children_end_with_the_house(tmp_path: Path) -> None:
    house = House(tmp_path)
    with stopping_politely():
        house.start("site", ["shell", "-c", "import time; time.sleep(600)"])
        house.check()
        house.stop()
    assert house.children["site"].returncode is not None

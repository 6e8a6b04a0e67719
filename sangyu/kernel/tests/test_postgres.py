"""The embedded server's programs, copied to where its user can read them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from sangyu.kernel import postgres


def test_of_two_processes_that_copy_the_programs_at_once_both_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "pginstall"
    (programs / "bin").mkdir(parents=True)
    (programs / "bin" / "postgres").write_text("the server")
    copytree, first, ours = shutil.copytree, [], []

    def while_another_does(source: Path, target: str, **options: Any) -> Any:
        monkeypatch.setattr(shutil, "copytree", copytree)
        first.append(postgres._reachable_copy(programs))
        ours.append(Path(target))
        return copytree(source, target, **options)

    monkeypatch.setattr(shutil, "copytree", while_another_does)
    second = postgres._reachable_copy(programs)
    try:
        assert first == [second]
        assert (second / "bin" / "postgres").read_text() == "the server"
        assert not ours[0].exists()
    finally:
        shutil.rmtree(second)

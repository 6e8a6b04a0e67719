"""Any history of interleaved writers and sealings verifies; and so does a restored one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.kernel import audit
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit import sealing, services
from sangyu.kernel.audit.models import AuditEntry, AuditSeal
from sangyu.kernel.audit.types import Subject
from sangyu.kernel.audit.verification import verify
from sangyu.kernel.operate import backup

pytestmark = pytest.mark.django_db(transaction=True)
DONE = audit.register("test.written", "%(who)s wrote %(object)s")
STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["write", "write", "commit", "rollback", "seal"])),
    max_size=40,
)


@pytest.fixture
def writers() -> Iterator[list[psycopg.Connection]]:
    """Three connections of their own."""
    connection.ensure_connection()
    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    found = [psycopg.connect(**{n: params[n] for n in names if params.get(n)}) for _ in range(3)]
    yield found
    for writer in found:
        writer.close()


def _write(writer: psycopg.Connection, text: str) -> None:
    actor = system_actor("writer")
    values = services._actor_values(actor, DONE, "thing", "", None)
    values += services._subject_values(actor, DONE, Subject(text, "1", text, None, {"t": text}))
    writer.execute(services._INSERT.encode(), values)


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    steps=STEPS, text=st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=30)
)
def test_every_interleaving_of_writers_and_sealings_is_whole(
    writers: list[psycopg.Connection], steps: list[tuple[int, str]], text: str
) -> None:
    sealing_wait, sealing.WAIT_MILLISECONDS = sealing.WAIT_MILLISECONDS, 5
    try:
        for who, step in steps:
            if step == "write":
                _write(writers[who], text)
            elif step == "seal":
                sealing.seal()
            else:
                getattr(writers[who], step)()
            assert verify().is_whole
        for writer in writers:
            writer.commit()
        sealing.seal()
        report = verify()
        assert report.is_whole
        assert report.unsealed == 0
        assert report.sealed == AuditEntry.objects.count()
    finally:
        sealing.WAIT_MILLISECONDS = sealing_wait


def test_the_sealer_waits_for_no_one_and_leaves_open_transactions_for_later(
    writers: list[psycopg.Connection],
) -> None:
    first, second, _third = writers
    _write(first, "early number, late commit")
    _write(second, "late number, early commit")
    second.commit()
    assert sealing.seal() == 0
    first.commit()
    assert sealing.seal() == 2
    assert verify().is_whole


def test_a_restored_trail_is_whole_and_goes_on(tmp_path: Path) -> None:
    for n in range(5):
        audit.record(system_actor("x"), DONE, kind="thing", id=n, after={"n": n, "名": "桑榆"})
    sealing.seal()
    anchor = sealing.head()
    assert anchor is not None
    backup.create(tmp_path / "all.tar")
    audit.record(system_actor("x"), DONE, kind="thing", id="after the backup")
    backup.restore(tmp_path / "all.tar", replace=True)
    report = verify(anchors=[anchor])
    assert (report.is_whole, report.sealed, report.unsealed) == (True, 5, 0)
    audit.record(system_actor("x"), DONE, kind="thing", id=6)
    assert sealing.seal() == 1
    assert verify().is_whole


def _command(*args: str) -> str:
    out = StringIO()
    call_command("audit", *args, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_found_and_by_its_exit_status(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no seal yet"):
        _command("anchor")
    audit.record(system_actor("x"), DONE, kind="thing", id=1)
    assert json.loads(_command("seal", "--json")) == {"sealed": 1}
    anchor = _command("anchor").strip()
    (tmp_path / "anchors").write_text(f"{anchor}\n\n")
    assert "whole" in _command("verify", "--anchors", str(tmp_path / "anchors"))
    assert json.loads(_command("verify", "--json", "--anchor", anchor))["whole"] is True
    wrong = f"1:{'0' * 64}"
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--json", "--anchor", wrong, stdout=out)
    assert json.loads(out.getvalue())["findings"] == [{"what": "anchor-differs", "number": 1}]
    assert AuditSeal.objects.count() == 1

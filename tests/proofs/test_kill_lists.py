"""kill -9 in the middle of a list's check, its import and its undo: nothing half, nothing twice, nothing lost."""

from __future__ import annotations

import itertools

import pytest

from tests.proofs.house import House
from tests.proofs.strikes import WORKING, another, strike, struck

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("house")]
ROWS, CHUNK = 30, 10
HEADER = 1
FIRST = itertools.count(1000, 100)
"""The number of each list's first person."""
MIDDLE = HEADER + CHUNK + 6
"""A row within the second chunk, of somebody who is new."""
STATE = "SELECT state FROM registry_importbatch WHERE id = %s"


def name_of(number: int) -> str:
    """As `deeds.name_of`, which must not be imported here."""
    return f"李{chr(0x4E00 + number)}"


def test_an_import_whose_start_was_killed_has_not_started(house: House) -> None:
    batch = house.do("checked_list", next(FIRST), ROWS)
    before, jobs = house.image(), commit_jobs(house)
    with house.gate("audit_auditentry", "NEW.action = 'registry.import.committed'"):
        session = strike(house, "site", "commit_list", batch)
    house.until(lambda: not house.has_session(session))
    assert house.image() == before
    assert commit_jobs(house) == jobs
    house.do("commit_list", batch)
    house.do("worker", "--once")
    check_imported(house, batch)


def commit_jobs(house: House) -> int:
    """How many imports were ever started."""
    return int(house.one("SELECT count(*) FROM work_job WHERE kind = 'registry.import.commit'"))


@pytest.mark.parametrize("victim", WORKING)
def test_an_import_that_was_killed_goes_on_and_brings_everybody_in_once(
    house: House, victim: str
) -> None:
    first = next(FIRST)
    batch = house.do("checked_list", first, ROWS)
    house.do("commit_list", batch)
    inside_the_second_chunk = f"NEW.name = '{name_of(first + MIDDLE - HEADER - 1)}'"
    with house.gate("registry_elder", inside_the_second_chunk):
        worker = house.begin("worker")
        session = house.at_the_gate()
        with struck(house, victim, worker, session):
            assert progress(house, batch) == (CHUNK // 2, CHUNK // 2, CHUNK, CHUNK, CHUNK)
    another(house, victim, worker, session)
    end(house, batch, "committed")
    check_imported(house, batch)


@pytest.mark.parametrize("victim", WORKING)
def test_a_check_that_was_killed_goes_on_and_reads_every_row_once(
    house: House, victim: str
) -> None:
    batch = house.do("uploaded_list", next(FIRST), ROWS)
    house.do("check_list", batch)
    rows = "SELECT count(*) FROM registry_importrow WHERE batch_id = %s"
    with house.gate("registry_importrow", f"NEW.batch_id = {batch} AND NEW.number = {MIDDLE}"):
        worker = house.begin("worker")
        session = house.at_the_gate()
        with struck(house, victim, worker, session):
            assert house.one(rows, (batch,)) == checkpoint(house, batch) == CHUNK
    another(house, victim, worker, session)
    end(house, batch, "previewed")
    found = (
        "SELECT number, state, action FROM registry_importrow WHERE batch_id = %s ORDER BY number"
    )
    assert house.sql(found, (batch,)) == [
        (number, "good", "create") for number in range(HEADER + 1, HEADER + 1 + ROWS)
    ]


@pytest.mark.parametrize("victim", WORKING)
def test_an_undo_that_was_killed_goes_on_and_leaves_the_register_as_it_was(
    house: House, victim: str
) -> None:
    batch = house.do("checked_list", next(FIRST), ROWS)
    people = "SELECT id, name, address FROM registry_elder ORDER BY id"
    before = house.sql(people)
    house.do("commit_list", batch)
    house.do("worker", "--once")
    assert house.sql(people) != before
    house.do("undo_list", batch)
    undone = "SELECT count(*) FROM registry_importrow WHERE batch_id = %s AND state = 'undone'"
    middle = f"NEW.batch_id = {batch} AND NEW.number = {MIDDLE} AND NEW.state = 'undone'"
    with house.gate("registry_importrow", middle, "UPDATE"):
        worker = house.begin("worker")
        session = house.at_the_gate()
        with struck(house, victim, worker, session):
            assert house.one(undone, (batch,)) == checkpoint(house, batch) == CHUNK
    another(house, victim, worker, session)
    end(house, batch, "undone")
    assert house.one(undone, (batch,)) == ROWS
    assert house.sql(people) == before
    changes = "SELECT DISTINCT state FROM registry_elderchange WHERE batch_id = %s"
    assert house.sql(changes, (batch,)) == [("undone",)]


def end(house: House, batch: int, state: str) -> None:
    """The worker that is there now completes the job; then it is ended."""
    house.until(lambda: bool(house.one(STATE, (batch,)) == state))
    house.rest()


def checkpoint(house: House, batch: int) -> int:
    """How many rows the job says it has done."""
    saved = (
        "SELECT coalesce(max((c.data->>'count')::int), 0) FROM work_checkpoint AS c "
        "JOIN registry_importbatch AS b ON b.job_id = c.job_id WHERE b.id = %s"
    )
    return int(house.one(saved, (batch,)))


def progress(house: House, batch: int) -> tuple[int, ...]:
    """New people, changes, rows that say so, the checkpoint, entries of the trail."""
    people = "SELECT count(*) FROM registry_elder WHERE batch_id = %s"
    changes = "SELECT count(*) FROM registry_elderchange WHERE batch_id = %s AND field = 'address'"
    rows = "SELECT count(*) FROM registry_importrow WHERE batch_id = %s AND state = 'committed'"
    trail = (
        "SELECT count(*) FROM audit_auditentry WHERE after->>'batch' = %s::text AND action IN "
        "('registry.elder.registered', 'registry.elder.changed')"
    )
    counted = [house.one(query, (batch,)) for query in (people, changes, rows, trail)]
    return (*counted[:3], checkpoint(house, batch), counted[3])


def check_imported(house: House, batch: int) -> None:
    """Everybody once, every change once: in the register, the list and the trail."""
    people, changes, rows, _saved, trail = progress(house, batch)
    assert (people, changes, rows, trail) == (ROWS // 2, ROWS // 2, ROWS, ROWS)
    twice = (
        "SELECT e.name FROM registry_elder AS e JOIN registry_importrow AS r ON r.elder_id = e.id "
        "WHERE r.batch_id = %s GROUP BY e.name HAVING count(*) > 1"
    )
    assert house.sql(twice, (batch,)) == []
    old = (
        "SELECT e.address FROM registry_elder AS e JOIN registry_importrow AS r ON r.elder_id = e.id "
        "WHERE r.batch_id = %s AND e.address NOT LIKE '新路%%'"
    )
    assert house.sql(old, (batch,)) == []
    assert house.one(STATE, (batch,)) == "committed"

"""kill -9 in the middle of a merge, an import, a count and a freeze: site, worker, a server process, the server.

After each: the register is exactly as it was before, or exactly as it must be; doing it again completes it once.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sangyu.kernel.postgres import Server
from tests.proofs.house import House
from tests.proofs.house import Process as Worker

pytestmark = pytest.mark.slow
AUDITED, FROZEN = "registry.elder.merged", "indicators.statistic.frozen"
ENTRIES = "SELECT count(*) FROM audit_auditentry WHERE action = %s AND object_id = %s"
WORKING = ["worker", "server process", "server"]
ROWS, CHUNK = 30, 10
YEARS = itertools.count(2005)
FIRST = itertools.count(1000, 100)
VICTIMS = ["site", "server process", "server"]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
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


def name_of(number: int) -> str:
    """As `deeds.name_of`, which must not be imported here."""
    return f"李{chr(0x4E00 + number)}"


def strike(house: House, victim: str, deed: str, *args: object) -> int:
    """Begin the deed, wait until it stands at the gate, kill the victim there; the deed's session in the server."""
    process = house.begin(deed, *args)
    backend = house.at_the_gate()
    if victim == "site":
        house.kill(process)
    elif victim == "server process":
        house.kill_backend(backend)
    elif victim == "server":
        house.kill_server()
    return backend


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_merge_that_was_killed_has_not_begun(house: House, victim: str) -> None:
    kept, merged = house.do("two_records")
    before = house.image()
    with house.gate("audit_auditentry", f"NEW.action = '{AUDITED}'"):
        session = strike(house, victim, "merge", kept, merged)
    house.until(lambda: not house.has_session(session))
    assert house.image() == before
    house.do("merge", kept, merged)
    check_merged(house, kept, merged)


def test_a_merge_does_not_need_the_worker(house: House) -> None:
    kept, merged = house.do("two_records")
    worker = house.begin("worker")
    with house.gate("audit_auditentry", f"NEW.action = '{AUDITED}'"):
        process = house.begin("merge", kept, merged)
        house.at_the_gate()
        house.kill(worker)
    house.wait(process)
    check_merged(house, kept, merged)


def check_merged(house: House, kept: int, merged: int) -> None:
    """Done once, whole."""
    assert house.sql(
        "SELECT kept_id, merged_id FROM registry_merge WHERE merged_id = %s", (merged,)
    ) == [(kept, merged)]
    states = (
        "SELECT name, status, merged_into_id FROM registry_elder WHERE id IN (%s, %s) ORDER BY id"
    )
    assert house.sql(states, (kept, merged)) == [
        ("并入", "present", None),
        ("并入", "merged", kept),
    ]
    assert house.one("SELECT count(*) FROM registry_contact WHERE elder_id = %s", (kept,)) == 2
    assert house.one(ENTRIES, (AUDITED, str(kept))) == 1


def test_an_import_whose_start_was_killed_has_not_started(house: House) -> None:
    batch = house.do("checked_list", next(FIRST), ROWS)
    before = house.image()
    with house.gate("audit_auditentry", "NEW.action = 'registry.import.committed'"):
        session = strike(house, "site", "commit_list", batch)
    house.until(lambda: not house.has_session(session))
    assert house.image() == before
    assert house.one("SELECT count(*) FROM work_job WHERE kind = 'registry.import.commit'") == 0
    house.do("commit_list", batch)
    house.do("worker", "--once")
    check_imported(house, batch)


@pytest.mark.parametrize("victim", WORKING)
def test_an_import_that_was_killed_goes_on_and_brings_everybody_in_once(
    house: House, victim: str
) -> None:
    first = next(FIRST)
    batch = house.do("checked_list", first, ROWS)
    house.do("commit_list", batch)
    inside_the_second_chunk = f"NEW.name = '{name_of(first + CHUNK + 4)}'"
    with house.gate("registry_elder", inside_the_second_chunk):
        worker = house.begin("worker")
        session = house.at_the_gate()
        kill_working(house, victim, worker, session)
        assert progress(house, batch) == (CHUNK, CHUNK, CHUNK, CHUNK)
    worker = another(house, victim, worker, session)
    done = "SELECT state FROM registry_importbatch WHERE id = %s"
    house.until(lambda: bool(house.one(done, (batch,)) == "committed"))
    house.kill(worker)
    check_imported(house, batch)


def kill_working(house: House, victim: str, worker: Worker, session: int) -> None:
    """Kill one of those who take part in a job."""
    if victim == "worker":
        house.kill(worker)
    elif victim == "server process":
        house.kill_backend(session)
    else:
        house.kill_server()


def another(house: House, victim: str, worker: Worker, session: int) -> Worker:
    """A new worker for a killed one; one that lost its database goes on by itself."""
    if victim != "worker":
        return worker
    house.until(lambda: not house.has_session(session))
    return house.begin("worker")


def progress(house: House, batch: int) -> tuple[int, ...]:
    """People in the register, rows that say so, the checkpoint in rows, entries of the trail: all the same number."""
    people = "SELECT count(*) FROM registry_elder WHERE batch_id = %s"
    rows = "SELECT count(*) FROM registry_importrow WHERE batch_id = %s AND state = 'committed'"
    saved = (
        "SELECT coalesce(max((c.data->>'count')::int), 0) FROM work_checkpoint AS c "
        "JOIN registry_importbatch AS b ON b.job_id = c.job_id WHERE b.id = %s"
    )
    trail = (
        "SELECT count(*) FROM audit_auditentry AS a JOIN registry_elder AS e ON a.object_id = e.id::text "
        "WHERE a.object_kind = 'elder' AND e.batch_id = %s"
    )
    return tuple(house.one(query, (batch,)) for query in (people, rows, saved, trail))


def check_imported(house: House, batch: int) -> None:
    """Everybody once: in the register, the list and the trail."""
    counts = progress(house, batch)
    assert counts[:2] == (ROWS, ROWS)
    assert counts[3] == ROWS
    twice = (
        "SELECT count(*) FROM registry_elder WHERE batch_id = %s GROUP BY name HAVING count(*) > 1"
    )
    assert house.sql(twice, (batch,)) == []
    assert (
        house.one("SELECT state FROM registry_importbatch WHERE id = %s", (batch,)) == "committed"
    )


@pytest.mark.parametrize("victim", WORKING)
def test_a_count_that_was_killed_counts_again_and_leaves_one_set_of_figures(
    house: House, victim: str
) -> None:
    statistic = house.do("draft", next(YEARS))
    house.do("count", statistic)
    before = house.image("indicators_")
    with house.gate("indicators_statisticcell", f"NEW.statistic_id = {statistic}"):
        worker = house.begin("worker")
        session = house.at_the_gate()
        kill_working(house, victim, worker, session)
        assert house.image("indicators_") == before
    worker = another(house, victim, worker, session)
    ready = "SELECT computed_at IS NOT NULL FROM indicators_statistic WHERE id = %s"
    house.until(lambda: bool(house.one(ready, (statistic,))))
    house.kill(worker)
    total = house.one("SELECT total FROM indicators_statistic WHERE id = %s", (statistic,))
    assert total == house.do("total_of", statistic) > 0
    assert house.one(ENTRIES, ("indicators.statistic.computed", str(statistic))) == 1
    snapshots = (
        "SELECT n.state, count(*) FROM engines_snapshot AS n JOIN indicators_statistic AS s ON s.as_of = n.as_of "
        "WHERE s.id = %s AND n.state IN ('ready', 'taking') GROUP BY n.state"
    )
    assert house.sql(snapshots, (statistic,)) == [("ready", 1)]


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_freeze_that_was_killed_has_not_begun(house: House, victim: str) -> None:
    statistic = house.do("draft", next(YEARS))
    house.do("count", statistic)
    house.do("worker", "--once")
    before = house.image()
    with house.gate("audit_auditentry", f"NEW.action = '{FROZEN}'"):
        session = strike(house, victim, "freeze", statistic)
    house.until(lambda: not house.has_session(session))
    assert house.image() == before
    house.do("freeze", statistic)
    check_frozen(house, statistic)


def test_a_freeze_does_not_need_the_worker(house: House) -> None:
    statistic = house.do("draft", next(YEARS))
    house.do("count", statistic)
    house.do("worker", "--once")
    worker = house.begin("worker")
    with house.gate("audit_auditentry", f"NEW.action = '{FROZEN}'"):
        process = house.begin("freeze", statistic)
        house.at_the_gate()
        house.kill(worker)
    house.wait(process)
    check_frozen(house, statistic)


def check_frozen(house: House, statistic: int) -> None:
    """Sealed once, and the duty kept with it as proof."""
    assert house.do("seal_holds", statistic)
    assert house.one(ENTRIES, (FROZEN, str(statistic))) == 1
    duty = (
        "SELECT d.state FROM duties_duty AS d JOIN indicators_statistic AS s "
        "ON d.subject_id = s.area_code || ':' || s.as_of WHERE s.id = %s AND d.kind = 'plans.elder-count'"
    )
    assert house.sql(duty, (statistic,)) == [("done",)]

"""kill -9 in the middle of a merge, a count and a freeze: site, worker, a server process, the server.

After each: the register is exactly as it was before, or exactly as it must be; doing it again completes it once. Lists
are in `test_kill_lists.py`.
"""

from __future__ import annotations

import itertools

import pytest

from tests.proofs.house import House
from tests.proofs.strikes import VICTIMS, WORKING, another, strike, struck

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("house")]
AUDITED, FROZEN = "registry.elder.merged", "indicators.statistic.frozen"
ENTRIES = "SELECT count(*) FROM audit_auditentry WHERE action = %s AND object_id = %s"
YEARS = itertools.count(2005)
"""A year for each statistic."""


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
        with struck(house, victim, worker, session):
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

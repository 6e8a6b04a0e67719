"""kill -9 in the middle of computing, issuing and booking a batch: nobody is paid twice, nobody is forgotten."""

from __future__ import annotations

import pytest

from tests.proofs.house import House
from tests.proofs.strikes import WORKING, another, struck

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("house")]
STATE = "SELECT state FROM payments_batch WHERE id = %s"
SUM = "SELECT coalesce(sum(amount_fen), 0) FROM payments_entry WHERE batch_id = %s AND state = %s"
ENTRIES = "SELECT count(*) FROM audit_auditentry WHERE action = %s AND object_id = %s"
OWED = 2 * 3 * 5000
"""Two people, January to March, 50 yuan."""


def killed_at(house: House, victim: str, table: str, when: str, moment: str) -> None:
    """The worker goes to the gate and one of those who take part is killed there; nothing of its step has happened."""
    before = house.image("payments_", "entitlement_")
    with house.gate(table, when, moment):
        worker = house.begin("worker")
        session = house.at_the_gate()
        with struck(house, victim, worker, session):
            assert house.image("payments_", "entitlement_") == before
    another(house, victim, worker, session)


@pytest.mark.parametrize("victim", WORKING)
def test_a_batch_that_was_killed_pays_everybody_once(house: House, victim: str) -> None:
    batch = house.do("batch_opened")
    killed_at(house, victim, "payments_entry", f"NEW.batch_id = {batch}", "INSERT")
    house.until(lambda: house.one(STATE, (batch,)) == "computed")
    assert house.one(SUM, (batch, "planned")) == OWED
    house.rest()

    house.do("batch_approved", batch)
    issued = f"NEW.batch_id = {batch} AND NEW.state = 'issued'"
    killed_at(house, victim, "payments_line", issued, "UPDATE")
    house.until(lambda: house.one(STATE, (batch,)) == "issued")
    assert house.one(ENTRIES, ("payments.batch.issued", str(batch))) == 1
    house.rest()

    house.do("bank_answered", batch)
    settled = f"NEW.batch_id = {batch} AND NEW.state = 'settled'"
    killed_at(house, victim, "payments_entry", settled, "UPDATE")
    applied = "SELECT applied_at IS NOT NULL FROM payments_resultfile WHERE batch_id = %s"
    house.until(lambda: bool(house.one(applied, (batch,))))
    states = house.sql("SELECT state FROM payments_line WHERE batch_id = %s ORDER BY number", (batch,))  # fmt: skip
    assert states == [("paid",), ("failed",)]
    assert house.one(SUM, (batch, "settled")) == OWED // 2
    assert house.one(SUM, (batch, "planned")) == 0
    assert house.one(ENTRIES, ("payments.results.applied", str(batch))) == 1

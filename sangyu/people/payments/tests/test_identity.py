"""paid - recovered = due, for any sequence of what can happen; a bank that remembers every fen stands beside the books.

Stateful, against the real database. The bank accepts each reference once; what it has sent, less what came back, must
be what the ledger says after every step, and once all is cleared up, what is owed.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sangyu.kernel import pii
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.entitlement.selectors import due_history
from sangyu.people.entitlement.tests.factories import make_version
from sangyu.people.payments.models import Batch, Entry, FailedAccount, Line, Recovery, Suspension
from sangyu.people.payments.services import batches, computing, troubles
from sangyu.people.payments.tests import factories as f
from sangyu.people.registry.tests.factories import COMMUNITY, OTHER_COMMUNITY

PEOPLE = 4
who = st.integers(0, PEOPLE - 1)
WORDS = st.sampled_from(["成功", "成功", "失败", "退票", ""])


class Killed(Exception):
    """The process ended here; its transaction never was."""


def strike(is_killed: bool) -> None:
    """End the process before its transaction commits."""
    if is_killed:
        raise Killed


class Books(RuleBasedStateMachine):
    """Elders, officers and a bank."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.month = 3
        self.travel: Any = None
        self._go()
        self.version = make_version()
        self.elders = [f.make_receiver(self.version).pk for _ in range(PEOPLE)]
        self.sent: dict[int, int] = defaultdict(int)
        self.back: dict[int, int] = defaultdict(int)
        self.seen: dict[str, str] = {}
        self.receipts = 0

    def teardown(self) -> None:
        self.travel.stop()
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def _go(self) -> None:
        if self.travel is not None:
            self.travel.stop()
        self.travel = time_machine.travel(f"2026-{self.month:02d}-15 12:00+08:00", tick=False)
        self.travel.start()

    # what happens to people
    @precondition(lambda self: self.month < 11)
    @rule()
    def a_month_passes(self) -> None:
        self.month += 1
        self._go()

    @rule(n=who, month=st.integers(1, 3))
    def a_death_is_reported_late(self, n: int, month: int) -> None:
        f.Elder.objects.filter(pk=self.elders[n]).update(
            status="died", left_on=date(2026, month, 10), left_reason="death"
        )
        troubles.recoveries_look(
            actor=f.OFFICER, programme=f.PROGRAMME, area_code=f.CITY, elder_ids=[self.elders[n]]
        )

    @rule(n=who)
    def a_death_was_a_mistake(self, n: int) -> None:
        f.Elder.objects.filter(pk=self.elders[n]).update(status="present", left_on=None, left_reason="")  # fmt: skip

    @rule(n=who)
    def somebody_moves(self, n: int) -> None:
        now = f.Elder.objects.get(pk=self.elders[n]).area_code
        other = OTHER_COMMUNITY if now == COMMUNITY else COMMUNITY
        f.Elder.objects.filter(pk=self.elders[n]).update(area_code=other)

    @rule(n=who, fen=st.integers(1, 9000))
    def the_sum_was_wrong_all_along(self, n: int, fen: int) -> None:
        f.Decision.objects.filter(elder_id=self.elders[n]).update(amount_fen=fen)

    @rule(n=who)
    def a_new_card(self, n: int) -> None:
        text = f.card()
        f.Elder.objects.filter(pk=self.elders[n]).update(
            bank_sealed=pii.seal(text, "bank-card"), bank_index=pii.blind_index(text, "bank-card")
        )

    @rule(n=who)
    def suspended(self, n: int) -> None:
        try:
            troubles.payment_suspend(actor=f.OFFICER, elder_id=self.elders[n], reason="核查")
        except Conflict:
            assert Suspension.objects.filter(elder_id=self.elders[n], lifted_at=None).exists()

    @rule()
    def suspensions_lifted(self) -> None:
        for row in Suspension.objects.filter(lifted_at=None):
            troubles.suspension_lift(actor=f.OFFICER, suspension_id=row.pk)

    # what happens to batches
    @rule(town=st.sampled_from(["522601", "522601103", "522601104"]), is_killed=st.booleans())
    def computed(self, town: str, is_killed: bool) -> None:
        month = date(2026, self.month, 1)
        try:
            with transaction.atomic():
                batch = batches.batch_open(
                    actor=f.OFFICER, month=month, area_code=town, programme=f.PROGRAMME
                )
        except Conflict:
            batch = Batch.objects.get(
                month=month, area_code=town, state__in=["draft", "computed", "reviewed", "approved"]
            )
        try:
            with transaction.atomic():
                computing.batch_compute(actor=f.OFFICER, batch_id=batch.pk)
                strike(is_killed)
        except (Killed, Conflict):
            pass

    @precondition(lambda self: Batch.objects.filter(state="computed").exists())
    @rule()
    def approved(self) -> None:
        f.approve(Batch.objects.filter(state="computed").earliest("pk"))

    @precondition(lambda self: Batch.objects.filter(state__in=["computed", "approved"]).exists())
    @rule()
    def refused(self) -> None:
        batch = Batch.objects.filter(state__in=["computed", "approved"]).earliest("pk")
        batches.batch_refuse(actor=f.DIRECTOR, batch_id=batch.pk, reason="重算")

    @precondition(lambda self: Batch.objects.filter(state="approved").exists())
    @rule(is_killed=st.booleans())
    def issued(self, is_killed: bool) -> None:
        batch = Batch.objects.filter(state="approved").earliest("pk")
        try:
            with transaction.atomic():
                f.issue(batch)
                strike(is_killed)
        except Killed:
            f.issue(batch)

    @precondition(lambda self: Line.objects.filter(state="issued").exists())
    @rule(words=st.lists(WORDS, min_size=PEOPLE, max_size=PEOPLE), is_killed=st.booleans())
    def the_bank_answers(self, words: list[str], is_killed: bool) -> None:
        batch = Line.objects.filter(state="issued").earliest("pk").batch
        self._answer(batch, dict(zip(self.elders, words, strict=True)), is_killed)

    def _answer(self, batch: Batch, words: dict[int, str], is_killed: bool) -> None:
        data = f.answers(batch, words)
        known = dict(self.seen)
        for line in Line.objects.filter(batch=batch, state="issued", amount_fen__gt=0):
            word = words[line.elder_id]
            if word:
                assert line.reference not in known, "the bank was asked twice"
                self.seen[line.reference] = word
                self.sent[line.elder_id] += line.amount_fen if word == "成功" else 0
        for line in Line.objects.filter(batch=batch, state="paid"):
            if words[line.elder_id] == "退票":
                self.sent[line.elder_id] -= line.amount_fen
        try:
            with transaction.atomic():
                f.take(batch, data)
                strike(is_killed)
        except Killed:
            f.take(batch, data)
        f.take(batch, data)

    # what comes back
    @precondition(lambda self: Recovery.objects.filter(state="open").exists())
    @rule(part=st.integers(1, 9000))
    def paid_back(self, part: int) -> None:
        self._pay_back(Recovery.objects.filter(state="open").earliest("pk"), part)

    def _pay_back(self, row: Recovery, fen: int) -> None:
        self.receipts += 1
        try:
            for _twice in range(2):
                troubles.repayment_record(
                    actor=f.OFFICER, recovery_id=row.pk, amount=Decimal(min(fen, row.open_fen)) / 100,
                    reference=f"R{self.receipts}", received_on=date(2026, self.month, 1),
                )  # fmt: skip
        except DomainError as error:
            if error.code != "repayment-too-much":
                raise
        else:
            self.back[row.elder_id] += min(fen, row.open_fen)

    # what must hold
    @invariant()
    def the_books_are_what_the_bank_did(self) -> None:
        for elder in self.elders:
            booked = sum(
                e.amount_fen for e in Entry.objects.filter(elder_id=elder, state="settled")
            )
            assert booked == self.sent[elder] - self.back[elder]

    @invariant()
    def every_line_is_its_entries(self) -> None:
        for line in Line.objects.prefetch_related("entries"):
            kinds = ("payment", "offset")
            assert line.amount_fen == sum(e.amount_fen for e in line.entries.all() if e.kind in kinds)  # fmt: skip

    @invariant()
    def nothing_is_below_nothing(self) -> None:
        nets: dict[tuple[int, date], int] = defaultdict(int)
        for entry in Entry.objects.exclude(state="void"):
            nets[entry.elder_id, entry.month] += entry.amount_fen
        assert all(fen >= 0 for fen in nets.values())

    @precondition(lambda self: self.month < 11)
    @rule()
    def all_is_cleared_up_and_paid_less_recovered_is_due(self) -> None:
        """Everything waiting is answered, everything held is settled, a fresh batch runs, debts are paid back."""
        for batch in Batch.objects.filter(state__in=["computed", "reviewed", "approved", "draft"]):
            batches.batch_cancel(actor=f.OFFICER, batch_id=batch.pk, reason="清理") if batch.state in {
                "draft", "computed"
            } else batches.batch_refuse(actor=f.DIRECTOR, batch_id=batch.pk, reason="清理")  # fmt: skip
        for batch in Batch.objects.filter(lines__state="issued").distinct():
            self._answer(batch, dict.fromkeys(self.elders, "成功"), is_killed=False)
        self.suspensions_lifted()
        for failed in FailedAccount.objects.filter(solved_at=None):
            troubles.account_settle(actor=f.OFFICER, account_id=failed.pk, note="已核对")
        self.a_month_passes()
        self.computed("522601", is_killed=False)
        batch = Batch.objects.filter(state="computed", area_code="522601").latest("pk")
        f.approve(batch)
        f.issue(batch)
        self._answer(batch, dict.fromkeys(self.elders, "成功"), is_killed=False)
        troubles.recoveries_look(actor=f.OFFICER, programme=f.PROGRAMME, area_code=f.CITY)
        for row in Recovery.objects.filter(state="open"):
            self._pay_back(row, row.open_fen)
        assert not Recovery.objects.filter(state="open").exists()
        for elder in self.elders:
            due = {d.month: d.amount * 100 for d in due_history(actor=f.OFFICER, elder_id=elder)}
            net: dict[date, int] = defaultdict(int)
            for entry in Entry.objects.filter(elder_id=elder, state="settled"):
                net[entry.month] += entry.amount_fen
            assert {m: fen for m, fen in net.items() if fen} == due


SETTINGS = settings(
    max_examples=25, stateful_step_count=30, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.django_db
def test_paid_less_recovered_is_due_whatever_happens() -> None:
    run_state_machine_as_test(Books, settings=SETTINGS)

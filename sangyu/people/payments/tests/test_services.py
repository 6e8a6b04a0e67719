"""Batches from opening to closing: two people, one file, results once, refusals by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from sangyu.kernel import work
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.kernel.work.models import Job
from sangyu.people.entitlement.tests.factories import make_version
from sangyu.people.payments import handlers
from sangyu.people.payments.models import Batch, Entry, FailedAccount, Held, Line, Recovery
from sangyu.people.payments.selectors import books
from sangyu.people.payments.services import batches, computing, issuing, results, troubles
from sangyu.people.payments.services.merging import books_merge, books_unmerge
from sangyu.people.payments.tests import factories as f
from sangyu.people.registry.events import ElderChanged, ElderDied, ElderReinstated
from sangyu.people.registry.tests.factories import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]


@pytest.fixture
def april() -> Any:
    with time_machine.travel("2026-04-15 12:00+08:00"):
        yield


def test_a_batch_pays_every_month_owed_and_not_paid() -> None:
    elder = f.make_receiver(make_version())
    batch = f.pay()
    assert (batch.people, batch.net_fen) == (1, 15000)
    months = [(e.month.month, e.amount_fen, e.state) for e in Entry.objects.order_by("month")]
    assert months == [(1, 5000, "settled"), (2, 5000, "settled"), (3, 5000, "settled")]
    assert Line.objects.get().arrears_fen == 10000
    assert f.Receipt.objects.get().elder_id == elder.pk
    april = f.pay(date(2026, 4, 1))
    assert april.net_fen == 5000
    assert all(one.gap == 0 for one in books.months(actor=f.OFFICER, elder_id=elder.pk))


def test_two_approvals_are_two_people() -> None:
    f.make_receiver(make_version())
    batch = f.open_computed()
    batches.batch_review(actor=f.SECOND, batch_id=batch.pk)
    with pytest.raises(Conflict, match=r".") as refused:
        batches.batch_approve(actor=f.SECOND, batch_id=batch.pk)
    assert refused.value.code == "same-person"
    batches.batch_approve(actor=f.DIRECTOR, batch_id=batch.pk)
    assert Batch.objects.get().state == "approved"


def test_nothing_is_issued_without_two_approvals_and_a_clerk_approves_nothing() -> None:
    f.make_receiver(make_version())
    batch = f.open_computed()
    with pytest.raises(Conflict):
        f.issue(batch)
    with pytest.raises(Forbidden):
        batches.batch_review(actor=f.person(9, "town_clerk"), batch_id=batch.pk)
    with pytest.raises(NotFound):
        batches.batch_review(actor=f.person(9, "officer", "371502"), batch_id=batch.pk)


def test_a_refusal_needs_a_reason_and_frees_the_months() -> None:
    f.make_receiver(make_version())
    batch = f.open_computed()
    with pytest.raises(DomainError):
        batches.batch_refuse(actor=f.DIRECTOR, batch_id=batch.pk, reason=" ")
    batches.batch_refuse(actor=f.DIRECTOR, batch_id=batch.pk, reason="名单有误")
    assert (Entry.objects.count(), Batch.objects.get().refusal) == (0, "名单有误")


def test_the_file_is_the_one_that_was_issued_or_none() -> None:
    f.make_receiver(make_version())
    batch = f.open_computed()
    f.approve(batch)
    f.issue(batch)
    name, data = issuing.bank_file(actor=f.OFFICER, batch_id=batch.pk, purpose="发放")
    assert (name, data.decode("gb18030").splitlines()[0][:2]) == (
        f"SY{batch.pk}-202603.csv",
        "序号",
    )
    assert "合计,1,150.00" in data.decode("gb18030")
    with pytest.raises(Conflict):
        f.issue(batch)
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.update(bank_holder="别人")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payments_line DISABLE TRIGGER payments_line_guard")
    Line.objects.update(bank_holder="别人")
    with pytest.raises(Conflict) as refused:
        issuing.bank_file(actor=f.OFFICER, batch_id=batch.pk, purpose="发放")
    assert refused.value.code == "file-differs"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_entry SET amount_fen = 1",
        "UPDATE payments_entry SET state = 'void', settled_at = NULL",
        "DELETE FROM payments_entry",
        "UPDATE payments_line SET state = 'issued'",
        "UPDATE payments_line SET amount_fen = 1, gross_fen = 1",
        "UPDATE payments_batch SET state = 'draft'",
        "UPDATE payments_batch SET net_fen = 1, gross_fen = 1",
        "UPDATE payments_batch SET second_id = first_id",
    ],
)
def test_the_books_do_not_change(statement: str) -> None:
    f.make_receiver(make_version())
    f.pay()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_month_is_claimed_once() -> None:
    f.make_receiver(make_version())
    f.open_computed()
    values = Entry.objects.filter(month=f.MARCH).values().get() | {"id": None}
    with pytest.raises(IntegrityError, match="payentry_one_claim"), transaction.atomic():
        Entry.objects.create(**(values | {"line_id": None, "kind": "move"}))


def test_a_death_reported_late_is_recovered_on_demand_to_the_fen() -> None:
    elder = f.make_receiver(make_version())
    f.pay()
    f.Elder.objects.update(status="died", left_on=date(2026, 1, 20), left_reason="death")
    troubles.recoveries_look(actor=f.OFFICER, programme=f.PROGRAMME, area_code=f.CITY)
    row = Recovery.objects.get()
    assert (row.open_fen, row.by_demand) == (10000, True)
    receipt: dict[str, Any] = {"recovery_id": row.pk, "reference": "R1", "received_on": f.MARCH}
    for _twice in range(2):
        troubles.repayment_record(actor=f.OFFICER, amount=Decimal(60), **receipt)
    row.refresh_from_db()
    assert row.open_fen == 4000
    with pytest.raises(Conflict):
        troubles.repayment_record(actor=f.OFFICER, amount=Decimal(61), **receipt)
    with pytest.raises(DomainError):
        troubles.repayment_record(
            actor=f.OFFICER, amount=Decimal(41), **(receipt | {"reference": "R2"})
        )
    with pytest.raises(Forbidden):
        troubles.recovery_write_off(actor=f.OFFICER, recovery_id=row.pk, reason="x")
    troubles.recovery_write_off(actor=f.DIRECTOR, recovery_id=row.pk, reason="无继承人")
    row.refresh_from_db()
    assert (row.open_fen, row.state) == (0, "written_off")
    assert all(one.gap == 0 for one in books.months(actor=f.OFFICER, elder_id=elder.pk))


def test_overpaid_months_are_deducted_from_what_follows() -> None:
    elder = f.make_receiver(make_version())
    f.pay()
    f.Decision.objects.filter(elder_id=elder.pk).update(amount_fen=4000)
    batch = f.pay(date(2026, 4, 1))
    assert (batch.gross_fen, batch.offset_fen, batch.net_fen) == (4000, 3000, 1000)
    assert all(one.gap == 0 for one in books.months(actor=f.OFFICER, elder_id=elder.pk))


def test_who_died_between_computing_and_issuing_is_withheld() -> None:
    f.make_receiver(make_version())
    batch = f.open_computed()
    f.approve(batch)
    f.Elder.objects.update(status="died", left_on=date(2026, 2, 20), left_reason="death")
    batch = f.issue(batch)
    assert (Line.objects.get().state, batch.net_fen) == ("withheld", 0)
    assert set(Entry.objects.values_list("state", flat=True)) == {"void"}


def test_a_refused_account_waits_until_it_is_corrected_and_is_paid_then() -> None:
    elder = f.make_receiver(make_version())
    f.pay(words={elder.pk: "失败"})
    failed = FailedAccount.objects.get()
    again = f.open_computed(date(2026, 4, 1))
    assert (again.people, Held.objects.get().reason) == (0, "bad_account")
    batches.batch_cancel(actor=f.OFFICER, batch_id=again.pk, reason="等账户")
    clerk = f.person(5, "town_clerk", "522601103")
    troubles.account_settle(actor=clerk, account_id=failed.pk, note="已更正")
    assert f.pay(date(2026, 4, 1)).net_fen == 20000


def test_a_transfer_sent_back_is_owed_again() -> None:
    elder = f.make_receiver(make_version())
    batch = f.pay()
    f.take(batch, f.answers(batch, {elder.pk: "退汇"}))
    assert Line.objects.get().state == "returned"
    assert [one.gap for one in books.months(actor=f.OFFICER, elder_id=elder.pk)] == [5000] * 4


def test_bad_rows_are_named_and_good_ones_kept() -> None:
    one, two = (f.make_receiver(version) for version in [make_version()] * 2)
    batch = f.open_computed()
    f.approve(batch)
    f.issue(batch)
    text = f.answers(batch).decode("gb18030").splitlines()
    text[1] = text[1].replace("150.00", "150.01")
    mine = f"SY{batch.pk}"
    extra = [f"SY{batch.pk + 1}-1,1.00,成功,", "x,1.00,成功,", f"{mine}-9,1.00,成功,"]
    extra += [f"{mine}-1,y,成功,", f"{mine}-1,1.00,好,", text[2]]
    file = f.take(batch, "\n".join([*text, *extra]).encode("gb18030"))
    problems = [row.problem for row in file.lines.exclude(problem="")]
    named = "amount_differs other_batch reference unknown amount status duplicate"
    assert problems == named.split()
    states = dict(Line.objects.values_list("elder_id", "state"))
    assert states == {one.pk: "issued", two.pk: "paid"}
    with pytest.raises(DomainError):
        results.results_take(actor=f.OFFICER, batch_id=batch.pk, name="x", data="列\n1".encode())
    with pytest.raises(Conflict):
        batches.batch_close(actor=f.OFFICER, batch_id=batch.pk)
    f.take(batch, f.answers(batch))
    assert batches.batch_close(actor=f.OFFICER, batch_id=batch.pk).state == "closed"
    assert [r.is_whole for r in books.reconciliation(actor=f.OFFICER, year=2026)] == [True]
    fund = books.funds(actor=f.OFFICER, year=2026)[0]
    assert (fund.fund, fund.paid, fund.net) == ("county-finance", 30000, 30000)


def test_a_suspended_person_is_held_and_paid_in_arrears() -> None:
    elder = f.make_receiver(make_version())
    row = troubles.payment_suspend(actor=f.OFFICER, elder_id=elder.pk, reason="核查")
    batch = f.open_computed()
    assert (batch.people, batch.held_people) == (0, 1)
    troubles.suspension_lift(actor=f.OFFICER, suspension_id=row.pk)
    assert computing.batch_compute(actor=f.OFFICER, batch_id=batch.pk).net_fen == 15000


def test_a_merged_record_brings_its_books_along_and_takes_them_back() -> None:
    kept, merged = f.make_receiver(make_version()), f.make_receiver(make_version("other"))
    f.pay()
    books_merge(actor=f.OFFICER, kept_id=merged.pk, merged_id=kept.pk)
    assert sum(e.amount_fen for e in Entry.objects.filter(elder_id=merged.pk)) == 15000
    assert sum(e.amount_fen for e in Entry.objects.filter(elder_id=kept.pk)) == 0
    books_unmerge(actor=f.OFFICER, kept_id=merged.pk, merged_id=kept.pk)
    assert sum(e.amount_fen for e in Entry.objects.filter(elder_id=kept.pk)) == 15000


def test_batches_for_all_programmes_are_opened_once() -> None:
    make_version()
    for _twice in range(2):
        batches.batches_open(actor=f.OFFICER, month=f.MARCH, area_code=f.CITY)
    assert Batch.objects.filter(programme=f.PROGRAMME).count() == 1
    with pytest.raises(DomainError):
        batches.batch_open(
            actor=f.OFFICER, month=date(2026, 5, 1), area_code=f.CITY, programme=f.PROGRAMME
        )


def test_an_inspector_reads_the_books_and_changes_nothing() -> None:
    elder = f.make_receiver(make_version())
    batch = f.open_computed()
    inspector = make_actor("inspector", f.CITY, account_id=8)
    assert books.funds(actor=inspector, year=2026)[0].planned == 15000
    for refused in (
        lambda: batches.batch_review(actor=inspector, batch_id=batch.pk),
        lambda: troubles.payment_suspend(actor=inspector, elder_id=elder.pk, reason="x"),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_the_worker_computes_issues_and_books_and_again_changes_nothing() -> None:
    f.make_receiver(make_version())
    batch = batches.batch_open(
        actor=f.OFFICER, month=f.MARCH, area_code=f.CITY, programme=f.PROGRAMME
    )
    computed = computing.batch_compute_start(actor=f.OFFICER, batch_id=batch.pk)
    assert work.run_now(Job.objects.get(pk=computed)).state == "done"
    f.approve(batch)
    issued = issuing.batch_issue_start(actor=f.OFFICER, batch_id=batch.pk, layout=f.LAYOUT)
    assert work.run_now(Job.objects.get(pk=issued)).state == "done"
    data = f.answers(batch)
    for _twice in range(2):
        results.results_take(actor=f.OFFICER, batch_id=batch.pk, name="r.csv", data=data)
    assert work.run_now(Job.objects.get(kind=results.JOB)).state == "done"
    assert Line.objects.get().state == "paid"


def test_a_new_card_and_a_late_death_are_heard() -> None:
    elder = f.make_receiver(make_version())
    f.pay(words={elder.pk: "失败"})
    handlers.follow_account(ElderChanged(elder.pk, elder.area_code, ("bank",), f.MARCH))
    assert FailedAccount.objects.get().solved_at is not None
    f.pay(date(2026, 4, 1))
    f.Elder.objects.update(status="died", left_on=date(2026, 1, 20), left_reason="death")
    handlers.follow_departure(ElderDied(elder.pk, elder.area_code, date(2026, 1, 20)))
    assert Recovery.objects.get().open_fen == 15000
    f.Elder.objects.update(status="present", left_on=None, left_reason="")
    handlers.follow_departure(ElderReinstated(elder.pk, elder.area_code))
    assert Recovery.objects.get().state == "ceased"

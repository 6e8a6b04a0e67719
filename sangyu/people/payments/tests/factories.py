"""People owed money, officers who pay it, and the bank's answers, for tests."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.apps import apps

from sangyu.kernel.actors import Actor
from sangyu.people.entitlement.tests.factories import make_decision, make_version
from sangyu.people.payments import policy
from sangyu.people.payments.models import Batch, Line
from sangyu.people.payments.rules.layouts import money
from sangyu.people.payments.services import batches, computing, issuing, results
from sangyu.people.registry.tests.factories import make_actor, make_elder

Elder = apps.get_model("registry", "Elder")
Decision = apps.get_model("entitlement", "Decision")
Receipt = apps.get_model("entitlement", "Receipt")
CITY = "522601"
PROGRAMME = "test-allowance"
LAYOUT = "plain-gb18030"
MARCH = date(2026, 3, 1)
_card = itertools.count(1)


def person(account_id: int, role: str = "officer", area_code: str = CITY) -> Actor:
    """An actor with an account number of its own, so that two people are two."""
    return make_actor(role, area_code, account_id=account_id, organisation_id=None)


OFFICER, SECOND, DIRECTOR = person(1), person(2), person(3, "director")


def card() -> str:
    """A made-up card number."""
    return f"990000{next(_card):010d}"


def make_receiver(version: Any = None, **over: Any) -> Any:
    """An elder with an account who is owed 50 yuan a month since January 2026."""
    decided = {name: over.pop(name) for name in ("amount_fen", "first_month") if name in over}
    elder = make_elder(**({"bank": card(), "bank_name": "示例银行"} | over))
    make_decision(elder, version or make_version(), **decided)
    return elder


def open_computed(month: date = MARCH, area_code: str = CITY) -> Batch:
    """A batch that was opened and computed."""
    batch = batches.batch_open(actor=OFFICER, month=month, area_code=area_code, programme=PROGRAMME)
    return computing.batch_compute(actor=OFFICER, batch_id=batch.pk)


def approve(batch: Batch) -> None:
    """Both approvals."""
    batches.batch_review(actor=SECOND, batch_id=batch.pk)
    batches.batch_approve(actor=DIRECTOR, batch_id=batch.pk)


def issue(batch: Batch, layout: str = LAYOUT) -> Batch:
    """To the bank."""
    return issuing.batch_issue(actor=OFFICER, batch_id=batch.pk, layout=layout)


def answers(batch: Batch, words: Mapping[int, str] | None = None, default: str = "成功") -> bytes:
    """The bank's result file: `words` by elder, `default` for the others ("" leaves them out)."""
    layout = policy.layout(LAYOUT)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["业务参考号", "金额", "处理结果", "失败原因"])
    for line in Line.objects.filter(batch=batch, amount_fen__gt=0).order_by("number"):
        word = (words or {}).get(line.elder_id, default)
        if word and line.state not in {"planned", "withheld"}:
            writer.writerow([line.reference, money(layout, line.amount_fen), word, ""])
    return text.getvalue().encode("gb18030")


def take(batch: Batch, data: bytes) -> Any:
    """Take a result file in and book it here and now."""
    file = results.results_take(actor=OFFICER, batch_id=batch.pk, name="r.csv", data=data)
    return results.results_apply(actor=OFFICER, file_id=file.pk)


def pay(month: date = MARCH, words: Mapping[int, str] | None = None) -> Batch:
    """A whole batch, from opening to the bank's answers."""
    batch = open_computed(month)
    approve(batch)
    issue(batch)
    take(batch, answers(batch, words))
    batch.refresh_from_db()
    return batch

"""A batch's way step by step, for processes that are killed on it (tests/proofs): every step waits for the worker."""

from __future__ import annotations

from sangyu.people.entitlement.tests.factories import make_version
from sangyu.people.payments.models import Batch, Line
from sangyu.people.payments.services import batches, computing, issuing, results
from sangyu.people.payments.tests import factories as f


def opened() -> int:
    """A programme of its own with two people; its batch waits to be computed."""
    code = f"kill-{Batch.objects.count() + 1}"
    version = make_version(code)
    for _person in range(2):
        f.make_receiver(version)
    batch = batches.batch_open(actor=f.OFFICER, month=f.MARCH, area_code=f.CITY, programme=code)
    computing.batch_compute_start(actor=f.OFFICER, batch_id=batch.pk)
    return int(batch.pk)


def approved(batch_id: int) -> None:
    """Approved by two; waits to be issued."""
    f.approve(Batch.objects.get(pk=batch_id))
    issuing.batch_issue_start(actor=f.OFFICER, batch_id=batch_id, layout=f.LAYOUT)


def answered(batch_id: int) -> None:
    """The results are taken in; they wait to be booked."""
    batch = Batch.objects.get(pk=batch_id)
    refused = Line.objects.filter(batch=batch).latest("number").elder_id
    data = f.answers(batch, {refused: "失败"})
    results.results_take(actor=f.OFFICER, batch_id=batch_id, name="r.csv", data=data)

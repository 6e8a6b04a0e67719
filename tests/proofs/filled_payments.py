"""Payments in every community: a batch of each county that the bank refused, a recovery, a suspension."""

from __future__ import annotations

from datetime import date
from typing import Any

from sangyu.kernel import clock, pii
from sangyu.people.entitlement.tests.factories import make_decision, make_version
from sangyu.people.payments.models import FailedAccount, Recovery, Suspension
from sangyu.people.payments.services import batches, computing, issuing, results
from sangyu.people.payments.tests import factories as f
from tests.proofs.city import COMMUNITIES

KINDS = {
    "payments:account-": "refused account", "payments:recovery-": "recovery", "payments:suspension-": "suspension",
    "payments:elder": "person", "payments:suspend": "person", "payments:": "payment batch",
}  # fmt: skip


def pay(filled: Any, counties: tuple[str, ...]) -> None:
    """The first person of each community is owed money and has a card the bank does not know."""
    version = make_version(f.PROGRAMME)
    for community in COMMUNITIES:
        elder = f.Elder.objects.get(pk=filled.first(community).id)
        text = f.card()
        f.Elder.objects.filter(pk=elder.pk).update(
            bank_sealed=pii.seal(text, "bank-card"), bank_index=pii.blind_index(text, "bank-card")
        )
        make_decision(elder, version)
    for county in counties:
        _batch(filled, county)
    for community in COMMUNITIES:
        _troubles(filled, community)


def _batch(filled: Any, county: str) -> None:
    officer, second = f.person(1, area_code=county), f.person(2, area_code=county)
    batch = batches.batch_open(
        actor=officer, month=date(2026, 1, 1), area_code=county, programme=f.PROGRAMME
    )
    computing.batch_compute(actor=officer, batch_id=batch.pk)
    batches.batch_review(actor=officer, batch_id=batch.pk)
    batches.batch_approve(actor=second, batch_id=batch.pk)
    issuing.batch_issue(actor=officer, batch_id=batch.pk, layout=f.LAYOUT)
    file = results.results_take(
        actor=officer, batch_id=batch.pk, name="r.csv", data=f.answers(batch, default="失败")
    )
    results.results_apply(actor=officer, file_id=file.pk)
    for community in COMMUNITIES:
        if community.startswith(county):
            filled.put("payment batch", community, pk=batch.pk)


def _troubles(filled: Any, community: str) -> None:
    person = filled.first(community)
    about = {"elder_id": person.id, "area_code": community}
    recovery = Recovery.objects.create(
        programme="x", amount_fen=1, open_fen=1, by_demand=True, opened_at=clock.now(), **about
    )
    stop = Suspension.objects.create(
        reason=f"{person.word}核查", from_on=date(2026, 1, 1), made_at=clock.now(), **about
    )
    filled.put("refused account", community, pk=FailedAccount.objects.get(elder_id=person.id).pk)
    filled.put("recovery", community, pk=recovery.pk)
    filled.put("suspension", community, pk=stop.pk)

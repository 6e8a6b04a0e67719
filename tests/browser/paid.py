"""A batch of the furnished city that the bank refused for one person, with a recovery and a suspension."""

from __future__ import annotations

from datetime import date

from sangyu.kernel import clock
from sangyu.people.entitlement.tests.factories import make_version
from sangyu.people.payments.models import FailedAccount, Recovery, Suspension
from sangyu.people.payments.services import batches
from sangyu.people.payments.tests import factories as f


def build() -> dict[str, int]:
    """The ids of what the pages show."""
    version = make_version(f.PROGRAMME)
    elder, other = (f.make_receiver(version) for _number in range(2))
    f.pay(date(2026, 1, 1), {elder.pk: "失败"})
    draft = batches.batch_open(
        actor=f.OFFICER, month=date(2026, 1, 1), area_code=f.CITY, programme=f.PROGRAMME
    )
    about = {"elder_id": other.pk, "area_code": other.area_code}
    recovery = Recovery.objects.create(
        programme=f.PROGRAMME, amount_fen=5000, open_fen=5000, by_demand=True,
        opened_at=clock.now(), **about,
    )  # fmt: skip
    stop = Suspension.objects.create(
        reason="待核查", from_on=date(2026, 1, 1), made_at=clock.now(), **about
    )
    return {
        "paid_elder": elder.pk, "payment_batch": draft.pk, "recovery": recovery.pk,
        "suspension": stop.pk, "failed_account": FailedAccount.objects.get(elder_id=elder.pk).pk,
        "paid_batch": FailedAccount.objects.get(elder_id=elder.pk).line.batch_id,
    }  # fmt: skip

"""Who may open the addresses of the payments room."""

from __future__ import annotations

from datetime import date

from sangyu.kernel import clock
from sangyu.people.entitlement.tests.factories import make_version
from sangyu.people.payments.models import FailedAccount, Line, Recovery, Suspension
from sangyu.people.payments.services import batches
from sangyu.people.payments.tests import factories as f
from tests.permissions import Row, World

VIEWERS = {"director", "officer", "town_clerk", "inspector"}
OFFICER = {"officer"}
APPROVERS = {"director", "officer"}

TABLE = {
    "payments:list": Row(allow=VIEWERS),
    "payments:open": Row(allow=OFFICER),
    "payments:books": Row(allow=VIEWERS),
    "payments:troubles": Row(allow=VIEWERS),
    "payments:account-settle": Row(allow={"officer", "town_clerk"}, stranger=404),
    "payments:recovery-repaid": Row(allow=OFFICER, stranger=404),
    "payments:recovery-write-off": Row(allow={"director"}, stranger=404),
    "payments:suspension-lift": Row(allow=OFFICER, method="post", ok=302, stranger=404),
    "payments:elder": Row(allow=VIEWERS, stranger=404),
    "payments:suspend": Row(allow=OFFICER, stranger=404),
    "payments:batch": Row(allow=VIEWERS, stranger=404),
    "payments:compute": Row(allow=OFFICER, method="post", ok=302, stranger=404),
    "payments:approve": Row(allow=APPROVERS, method="post", ok=409, stranger=404),
    "payments:refuse": Row(allow=APPROVERS, stranger=404),
    "payments:cancel": Row(allow=OFFICER, stranger=404),
    "payments:issue": Row(allow=OFFICER, stranger=404),
    "payments:file": Row(allow=OFFICER, stranger=404),
    "payments:results": Row(allow=OFFICER, stranger=404),
    "payments:close": Row(allow=OFFICER, method="post", ok=409, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A batch that was refused by the bank for one person, a recovery, a suspension, and a draft."""
    version = make_version(f.PROGRAMME)
    elder = f.make_receiver(version, area_code=world.community)
    f.pay(words={elder.pk: "失败"})
    draft = batches.batch_open(
        actor=f.OFFICER, month=date(2026, 4, 1), area_code=world.city, programme=f.PROGRAMME
    )
    about = {"elder_id": elder.pk, "area_code": world.community}
    recovery = Recovery.objects.create(
        programme="x", amount_fen=1, open_fen=1, by_demand=True, opened_at=clock.now(), **about
    )
    stop = Suspension.objects.create(
        reason="核查", from_on=date(2026, 1, 1), made_at=clock.now(), **about
    )
    account = FailedAccount.objects.get(line=Line.objects.get())
    ids = {"account-settle": account.pk, "recovery-repaid": recovery.pk, "elder": elder.pk,
           "recovery-write-off": recovery.pk, "suspension-lift": stop.pk, "suspend": elder.pk}  # fmt: skip
    steps = ["batch", "compute", "approve", "refuse", "cancel", "issue", "file", "results", "close"]
    ids |= dict.fromkeys(steps, draft.pk)
    return {f"payments:{name}": {"pk": pk} for name, pk in ids.items()}

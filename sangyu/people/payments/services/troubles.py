"""Refused accounts, suspensions, and getting back what was paid too much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock, events, money
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.payments import audit_codes, rights
from sangyu.people.payments.events import AccountsChanged
from sangyu.people.payments.models import Entry, FailedAccount, Recovery, Repayment, Suspension
from sangyu.people.payments.rules.allotting import spread
from sangyu.people.payments.selectors.people import elder_for
from sangyu.people.payments.services._common import lock_books, need_reason
from sangyu.people.payments.services._overpaid import MONTHS, look, owed
from sangyu.people.payments.types import EntryKind, EntryState, RecoveryState


@transaction.atomic
def account_settle(
    *, actor: Actor, account_id: int, note: str, at: datetime | None = None
) -> FailedAccount:
    """The account on the register is right (corrected, or confirmed): the next batch pays to it."""
    at = at or clock.now()
    row: FailedAccount = load(
        FailedAccount.objects.select_for_update(), actor, rights.PAYMENT_CORRECT, pk=account_id
    )
    need_reason(note)
    if row.solved_at is not None:
        raise Conflict(
            "account-settled",
            _("This account has been settled already."),
            remedy=_("Look at the list of refused accounts."),
        )
    row.solved_at, row.solved_by, row.note = at, actor.label[:60], note[:300]
    row.save()
    events.publish(AccountsChanged(row.area_code))
    _tell(actor, audit_codes.ACCOUNT_SOLVED, row.elder_id, row.area_code, {"note": note}, at)
    return row


@transaction.atomic
def accounts_changed(*, actor: Actor, elder_ids: Sequence[int], at: datetime | None = None) -> int:
    """The register has other accounts for these people: what was refused about the old ones is settled."""
    at = at or clock.now()
    rows = FailedAccount.objects.visible_to(actor).filter(
        elder_id__in=list(elder_ids), solved_at__isnull=True
    )
    found = list(rows.values_list("pk", "elder_id", "area_code"))
    note = _("The account on the register was changed.")
    FailedAccount.objects.filter(pk__in=[one[0] for one in found]).update(
        solved_at=at, solved_by=actor.label[:60], note=note
    )
    for _pk, elder, area in found:
        _tell(actor, audit_codes.ACCOUNT_SOLVED, elder, area, {"note": note}, at)
        events.publish(AccountsChanged(area))
    return len(found)


@transaction.atomic
def payment_suspend(  # noqa: PLR0913  what a suspension consists of
    *, actor: Actor, elder_id: int, programme: str = "", reason: str, from_on: date | None = None,
    until_on: date | None = None, at: datetime | None = None,
) -> Suspension:  # fmt: skip
    """Send nothing (of one programme, or of all) from a day on; what is owed stays owed and follows as arrears."""
    at = at or clock.now()
    elder = elder_for(actor, elder_id, rights.PAYMENT_PREPARE)
    need_reason(reason)
    from_on = from_on or clock.legal_day(at)
    if until_on is not None and until_on < from_on:
        raise DomainError(
            "period-backwards", _("The end lies before the beginning."), field="until_on",
            remedy=_("Check both days."),
        )  # fmt: skip
    try:
        with transaction.atomic():
            row: Suspension = Suspension.objects.create(
                elder_id=elder.id, area_code=elder.area_code, programme=programme, reason=reason[:300],
                from_on=from_on, until_on=until_on, made_at=at, made_by=actor.label[:60],
            )  # fmt: skip
    except IntegrityError as error:
        if "one_open" not in str(error):
            raise
        raise Conflict(
            "suspended-already",
            _("These payments are suspended already."),
            remedy=_("Lift that suspension first if its terms change."),
        ) from error
    facts = {"programme": programme, "reason": reason, "from": from_on, "until": until_on}
    _tell(actor, audit_codes.SUSPENDED, elder.id, elder.area_code, facts, at)
    return row


@transaction.atomic
def suspension_lift(*, actor: Actor, suspension_id: int, at: datetime | None = None) -> Suspension:
    """Money is sent again with the next batch, arrears included."""
    at = at or clock.now()
    row: Suspension = load(
        Suspension.objects.select_for_update(), actor, rights.PAYMENT_PREPARE, pk=suspension_id
    )
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by = at, actor.label[:60]
        row.save()
        _tell(actor, audit_codes.LIFTED, row.elder_id, row.area_code, {}, at)
    return row


@transaction.atomic
def recoveries_look(
    *, actor: Actor, programme: str, area_code: str, elder_ids: Sequence[int] | None = None,
    at: datetime | None = None,
) -> int:  # fmt: skip
    """Bring the recoveries up to what is owed and booked now; returns how many changed."""
    at = at or clock.now()
    lock_books(programme)
    changed = look(actor, programme, area_code, at, elder_ids)
    if changed:
        audit.record(
            actor, audit_codes.RECOVERY_LOOKED, kind="recovery", id=programme, area_code=area_code,
            label=programme, after={"changed": changed}, at=at,
        )  # fmt: skip
    return changed


@transaction.atomic
def repayment_record(
    *, actor: Actor, recovery_id: int, amount: Decimal, reference: str, received_on: date,
    at: datetime | None = None,
) -> Repayment:  # fmt: skip
    """Money came back. The same receipt number is booked once; more than is open is refused."""
    at = at or clock.now()
    recovery = _recovery(actor, recovery_id, rights.PAYMENT_PREPARE)
    known: Repayment | None = Repayment.objects.filter(
        recovery=recovery, reference=reference
    ).first()
    fen = int(money.yuan(amount) * 100)
    if known is not None:
        if known.amount_fen != fen:
            _other_amount()
        return known
    months = _months(actor, recovery, at)
    if fen <= 0 or fen > sum(most for _m, most, _id in months):
        raise DomainError(
            "repayment-too-much",
            _("This is nothing, or more than can be paid back now."),
            field="amount",
            remedy=_("Months with a deduction that the bank has not answered yet come later."),
        )
    row: Repayment = Repayment.objects.create(
        recovery=recovery, reference=reference, received_on=received_on, amount_fen=fen, made_at=at,
        made_by=actor.label[:60],
    )  # fmt: skip
    _take_away(recovery, EntryKind.REPAYMENT, fen, months, at, repayment=row)
    look(actor, recovery.programme, recovery.area_code, at, [recovery.elder_id])
    facts = {"amount_fen": fen, "reference": reference}
    _tell(actor, audit_codes.REPAID, recovery.elder_id, recovery.area_code, facts, at)
    return row


@transaction.atomic
def recovery_write_off(
    *, actor: Actor, recovery_id: int, reason: str, at: datetime | None = None
) -> Recovery:
    """What is left cannot be recovered, and why; a director's decision, told by the ledger for ever."""
    at = at or clock.now()
    recovery = _recovery(actor, recovery_id, rights.PAYMENT_WRITE_OFF)
    need_reason(reason)
    months = _months(actor, recovery, at)
    fen = sum(most for _m, most, _id in months)
    _take_away(recovery, EntryKind.WRITE_OFF, fen, months, at, note=reason)
    look(actor, recovery.programme, recovery.area_code, at, [recovery.elder_id])
    recovery.refresh_from_db()
    if recovery.state != RecoveryState.OPEN:
        recovery.state, recovery.note = RecoveryState.WRITTEN_OFF, reason[:300]
        recovery.save()
    facts = {"amount_fen": fen, "reason": reason}
    _tell(actor, audit_codes.WRITTEN_OFF, recovery.elder_id, recovery.area_code, facts, at)
    return recovery


def _recovery(actor: Actor, recovery_id: int, right: str) -> Recovery:
    seen: Recovery = load(Recovery.objects.all(), actor, right, pk=recovery_id)
    lock_books(seen.programme)
    row: Recovery = Recovery.objects.select_for_update().get(pk=recovery_id)
    if row.state != RecoveryState.OPEN and right == rights.PAYMENT_WRITE_OFF:
        raise Conflict(
            "recovery-closed",
            _("This recovery is closed already."),
            remedy=_("Look at the list of recoveries."),
        )
    return row


def _months(actor: Actor, recovery: Recovery, at: datetime) -> list[tuple[date, int, int]]:
    """Overpaid months that no open batch claims: (month, fen, last entry), the oldest first."""
    owed(actor, recovery.programme, recovery.area_code, at, [recovery.elder_id])
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"programme": recovery.programme, "elder": recovery.elder_id})
        rows = [(month, int(fen), last) for month, fen, last in cursor.fetchall()]
        cursor.execute("DROP TABLE payments_owed")
    return rows


def _take_away(  # noqa: PLR0913  one kind of entry for several months
    recovery: Recovery, kind: str, fen: int, months: list[tuple[date, int, int]], at: datetime,
    *, repayment: Repayment | None = None, note: str = "",
) -> None:  # fmt: skip
    last = {month: entry for month, _fen, entry in months}
    paid = Entry.objects.in_bulk(last.values())
    for month, taken in spread([(month, most) for month, most, _id in months], fen):
        source = paid[last[month]]
        Entry.objects.create(
            elder_id=recovery.elder_id, programme=recovery.programme, month=month, kind=kind,
            state=EntryState.SETTLED, amount_fen=-taken, fund=source.fund, area_code=recovery.area_code,
            version_id=source.version_id, decision_id=source.decision_id, repayment=repayment,
            made_at=at, settled_at=at, note=note[:200],
        )  # fmt: skip


def _other_amount() -> None:
    raise Conflict(
        "receipt-known",
        _("This receipt number is booked already with another amount."),
        remedy=_("Check the number of the receipt."),
    )


def _tell(
    actor: Actor, code: str, elder_id: int, area_code: str, after: dict[str, object], at: datetime
) -> None:
    audit.record(
        actor, code, kind="elder", id=elder_id, area_code=area_code, label=f"#{elder_id}",
        after=after, at=at,
    )  # fmt: skip

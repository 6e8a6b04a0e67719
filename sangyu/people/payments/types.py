"""What leaves the payments room: the states of batches, lines and entries. Amounts in the tables are integer fen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BatchState(models.TextChoices):
    """Where a batch stands."""

    DRAFT = "draft", pgettext_lazy("a payment batch", "Draft")
    COMPUTED = "computed", pgettext_lazy("a payment batch", "Computed")
    REVIEWED = "reviewed", pgettext_lazy("a payment batch", "Approved by one")
    APPROVED = "approved", pgettext_lazy("a payment batch", "Approved by two")
    ISSUED = "issued", pgettext_lazy("a payment batch", "With the bank")
    CLOSED = "closed", pgettext_lazy("a payment batch", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("a payment batch", "Cancelled")


TRANSITIONS = {
    BatchState.DRAFT: {BatchState.COMPUTED, BatchState.CANCELLED},
    BatchState.COMPUTED: {
        BatchState.COMPUTED,
        BatchState.REVIEWED,
        BatchState.DRAFT,
        BatchState.CANCELLED,
    },
    BatchState.REVIEWED: {BatchState.APPROVED, BatchState.DRAFT},
    BatchState.APPROVED: {BatchState.ISSUED, BatchState.DRAFT},
    BatchState.ISSUED: {BatchState.CLOSED},
    BatchState.CLOSED: set(),
    BatchState.CANCELLED: set(),
}
"""What may follow. Once a file is with the bank there is no way back; only the bank's results change anything."""

TONES = {
    BatchState.DRAFT: "muted",
    BatchState.COMPUTED: "warn",
    BatchState.REVIEWED: "warn",
    BatchState.APPROVED: "info",
    BatchState.ISSUED: "info",
    BatchState.CLOSED: "good",
    BatchState.CANCELLED: "muted",
}


class LineState(models.TextChoices):
    """What became of one person's transfer."""

    PLANNED = "planned", pgettext_lazy("a transfer", "Planned")
    ISSUED = "issued", pgettext_lazy("a transfer", "With the bank")
    PAID = "paid", pgettext_lazy("a transfer", "Paid")
    FAILED = "failed", pgettext_lazy("a transfer", "Refused by the bank")
    RETURNED = "returned", pgettext_lazy("a transfer", "Paid, then sent back")
    OFFSET = "offset", pgettext_lazy("a transfer", "Offset in full, nothing sent")
    WITHHELD = "withheld", pgettext_lazy("a transfer", "Withheld, the facts changed")


LINE_TONES = {
    LineState.PLANNED: "muted",
    LineState.ISSUED: "info",
    LineState.PAID: "good",
    LineState.FAILED: "bad",
    LineState.RETURNED: "bad",
    LineState.OFFSET: "good",
    LineState.WITHHELD: "warn",
}


class EntryKind(models.TextChoices):
    """Why the ledger of a month moved. Payments are positive, everything that takes away is negative."""

    PAYMENT = "payment", _("Payment")
    OFFSET = "offset", _("Deducted from a payment")
    REPAYMENT = "repayment", _("Paid back")
    RETURN = "return", _("Sent back by the bank")
    UNDONE = "undone", _("Deduction of a transfer sent back")
    WRITE_OFF = "write_off", _("Written off")
    MOVE = "move", _("Moved with a merged record")


class EntryState(models.TextChoices):
    """Planned entries claim their month; only settled ones count as money."""

    PLANNED = "planned", pgettext_lazy("an entry", "Planned")
    SETTLED = "settled", pgettext_lazy("an entry", "Settled")
    VOID = "void", pgettext_lazy("an entry", "Void")


class HeldReason(models.TextChoices):
    """Why somebody who is owed money is not in the batch."""

    SUSPENDED = "suspended", _("Suspended")
    NO_ACCOUNT = "no_account", _("No bank account on the register")
    BAD_ACCOUNT = "bad_account", _("The bank refused the account, not corrected yet")


class RecoveryState(models.TextChoices):
    """Where the recovery of overpaid months stands."""

    OPEN = "open", pgettext_lazy("a recovery", "Open")
    RECOVERED = "recovered", pgettext_lazy("a recovery", "Recovered")
    WRITTEN_OFF = "written_off", pgettext_lazy("a recovery", "Written off")
    CEASED = "ceased", pgettext_lazy("a recovery", "No longer overpaid")


class ResultStatus(models.TextChoices):
    """What a row of the bank's result file says."""

    PAID = "paid", pgettext_lazy("a bank result", "Paid")
    FAILED = "failed", pgettext_lazy("a bank result", "Refused")
    RETURNED = "returned", pgettext_lazy("a bank result", "Sent back")

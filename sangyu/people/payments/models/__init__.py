"""Tables of the payments room."""

from __future__ import annotations

from sangyu.people.payments.models.bank import ResultFile, ResultRow
from sangyu.people.payments.models.batch import Batch, BatchStep
from sangyu.people.payments.models.ledger import Entry, Held, Line
from sangyu.people.payments.models.trouble import FailedAccount, Recovery, Repayment, Suspension

__all__ = [
    "Batch",
    "BatchStep",
    "Entry",
    "FailedAccount",
    "Held",
    "Line",
    "Recovery",
    "Repayment",
    "ResultFile",
    "ResultRow",
    "Suspension",
]

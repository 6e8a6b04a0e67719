"""Writes, one file per process. Other rooms call `receipts_record` when money was first paid, or stopped."""

from __future__ import annotations

from sangyu.people.entitlement.services.receipts import receipt_record, receipts_record

__all__ = ["receipt_record", "receipts_record"]

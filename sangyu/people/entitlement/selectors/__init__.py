"""Reads. What other rooms may ask stands here: `dues` and `due_history` for payments, `programmes_offered` by name."""

from __future__ import annotations

from sangyu.people.entitlement.selectors.filling import dues_fill
from sangyu.people.entitlement.selectors.owed import due_history, dues, programmes_paid

__all__ = ["due_history", "dues", "dues_fill", "programmes_paid"]

"""Writes of the duty ledger."""

from __future__ import annotations

from sangyu.city.duties.services.escalation import duties_escalate
from sangyu.city.duties.services.generation import (
    duties_generate,
    duties_recompute,
    rule_declare,
    rule_retire,
)
from sangyu.city.duties.services.notices import notice_read, notice_send
from sangyu.city.duties.services.steps import (
    duties_close_for_subject,
    duty_assign,
    duty_cancel,
    duty_close,
    duty_open,
    duty_reopen,
    duty_return,
    duty_submit_proof,
    duty_transfer,
)

__all__ = [
    "duties_close_for_subject",
    "duties_escalate",
    "duties_generate",
    "duties_recompute",
    "duty_assign",
    "duty_cancel",
    "duty_close",
    "duty_open",
    "duty_reopen",
    "duty_return",
    "duty_submit_proof",
    "duty_transfer",
    "notice_read",
    "notice_send",
    "rule_declare",
    "rule_retire",
]

"""Writes of the duty ledger."""

from __future__ import annotations

from sangyu.city.duties.services.escalation import duties_escalate
from sangyu.city.duties.services.generation import (
    RuleWish,
    duties_generate,
    duties_recompute,
    rule_declare,
    rule_retire,
    rules_declare,
)
from sangyu.city.duties.services.matching import duties_match
from sangyu.city.duties.services.notices import (
    duties_exported,
    notice_read,
    notice_send,
    notices_prune,
)
from sangyu.city.duties.services.postponing import duty_postpone
from sangyu.city.duties.services.proof import (
    duty_file_remove,
    duty_files_add,
    duty_submit_proof,
)
from sangyu.city.duties.services.steps import (
    duties_close_for_subject,
    duty_assign,
    duty_cancel,
    duty_close,
    duty_open,
    duty_reopen,
    duty_return,
    duty_transfer,
)

__all__ = [
    "RuleWish",
    "duties_close_for_subject",
    "duties_escalate",
    "duties_exported",
    "duties_generate",
    "duties_match",
    "duties_recompute",
    "duty_assign",
    "duty_cancel",
    "duty_close",
    "duty_file_remove",
    "duty_files_add",
    "duty_open",
    "duty_postpone",
    "duty_reopen",
    "duty_return",
    "duty_submit_proof",
    "duty_transfer",
    "notice_read",
    "notice_send",
    "notices_prune",
    "rule_declare",
    "rule_retire",
    "rules_declare",
]

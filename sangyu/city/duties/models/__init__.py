"""Tables of the duties room."""

from __future__ import annotations

from sangyu.city.duties.models.duty import Duty, DutyEscalation, DutyParty
from sangyu.city.duties.models.notice import Notice
from sangyu.city.duties.models.rule import DutyRule, RuleParty

__all__ = ["Duty", "DutyEscalation", "DutyParty", "DutyRule", "Notice", "RuleParty"]

"""The tables of the room."""

from __future__ import annotations

from sangyu.people.entitlement.models.claims import Claim, Receipt
from sangyu.people.entitlement.models.decisions import Decision, Run
from sangyu.people.entitlement.models.programmes import Programme, ProgrammeVersion

__all__ = ["Claim", "Decision", "Programme", "ProgrammeVersion", "Receipt", "Run"]

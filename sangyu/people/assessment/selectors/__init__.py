"""Reads of the assessment room. `valid_result` is the gate of requirement B2."""

from __future__ import annotations

from sangyu.people.assessment.selectors.gate import ValidResult, valid_result

__all__ = ["ValidResult", "valid_result"]

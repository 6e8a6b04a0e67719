"""Pure: how deadlines become timings, how tasks and stages stand, what a meeting has to speak of, how units score."""

from __future__ import annotations

from sangyu.accountability.plans.rules.standing import RuleTiming, standing, timing_of

__all__ = ["RuleTiming", "standing", "timing_of"]

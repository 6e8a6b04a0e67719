"""The seal over a published score sheet."""

from __future__ import annotations

import json
from typing import Any

from sangyu.accountability.plans.models import ScoreSheet
from sangyu.kernel.digests import sm3


def seal_of(plan_id: int, year: int, lines: list[dict[str, Any]]) -> str:
    """The digest over plan, year and lines; any later edit shows."""
    text = json.dumps([plan_id, year, lines], ensure_ascii=False, sort_keys=True)
    return sm3(text.encode()).hex()


def is_whole(row: ScoreSheet) -> bool:
    """True if a published sheet still is what was sealed."""
    return bool(row.seal == seal_of(row.plan_id, row.year, row.lines))

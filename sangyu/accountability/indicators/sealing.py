"""The seal of a statistic."""

from __future__ import annotations

from sangyu.accountability.indicators import rules
from sangyu.accountability.indicators.models import Statistic
from sangyu.accountability.indicators.types import Cell
from sangyu.kernel.digests import sm3


def seal_of(row: Statistic) -> str:
    """SM3 over everything a frozen statistic says: head, exceptions, analysis and every cell."""
    head = {
        "code": row.code,
        "area": row.area_code,
        "as_of": row.as_of.isoformat(),
        "snapshot": row.snapshot_hash,
        "definition": sm3(rules.canonical({"definition": str(row.definition)}, ())).hex(),
        "analysis": row.analysis,
        "exceptions": str(sorted(row.exceptions.items())),
        "frozen_at": row.frozen_at.isoformat() if row.frozen_at else "",
        "frozen_by": row.frozen_by,
    }
    cells = [
        Cell(*values)
        for values in row.cells.values_list("area_code", "dimension", "value", "count")
    ]
    return sm3(rules.canonical(head, cells)).hex()

"""Indicators counted, and a target of each county that carries the word of its person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sangyu.accountability.indicators.models import Target
from sangyu.accountability.indicators.services.definitions import definitions_load
from sangyu.accountability.indicators.services.targets import targets_adopt
from sangyu.accountability.indicators.services.values import values_refresh
from sangyu.accountability.indicators.types import PaperRef, ProposedTarget
from sangyu.kernel.actors import system_actor

SYSTEM = system_actor("proof")
INDICATOR = "living-alone"
KINDS = {
    "api-v1:indicator": "indicator", "api-v1:target": "target",
    "targets:paper": "read paper", "targets:digest": "digest",
    "targets:indicator": "indicator", "targets:records": "indicator", "targets:": "target",
}  # fmt: skip
"""What the arguments of the room's addresses name; the first that fits."""


def count(as_of: date) -> None:
    """The shipped indicators, counted for every area."""
    definitions_load(actor=SYSTEM)
    values_refresh(actor=SYSTEM, as_of=as_of)


def promise(county: str, word: str) -> dict[str, Any]:
    """A county's own target; returns how it is addressed."""
    paper = PaperRef(title=f"{word}养老服务方案", number="", area_code=county)
    wording = {"zh": f"{word}所在地独居老人", "en": f"{word}: elders living alone"}
    proposed = ProposedTarget("proof", "1", INDICATOR, "le", Decimal(50), wording)
    targets_adopt(actor=SYSTEM, paper=paper, targets=[proposed])
    return {"pk": Target.objects.get(area_code=county).pk}


def queries(name: str, place: str, as_of: date, person_id: int) -> list[dict[str, Any]]:
    """What is asked of the cockpit, an indicator and the people behind it: own and other areas, every part, a page."""
    own = [{"area": area, "on": as_of.isoformat()} for area in (place, place[:9], place[:6])]
    if name == "targets:records":
        return [
            one | {"part": part, "after": after}
            for one in own
            for part in ("met", "not-met", "total")
            for after in ("", f"{place}:{person_id}")
        ]
    return [{}, *own]

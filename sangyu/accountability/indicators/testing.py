"""Trying a definition on live data before it is saved: the figure, its areas, and what is wrong with a condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from sangyu.accountability.indicators.choices import Unit
from sangyu.accountability.indicators.defining import check
from sangyu.accountability.indicators.types import IndicatorDraft
from sangyu.city.areas.selectors import area_name
from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Column, Sensitivity
from sangyu.insight.engines.many import Measure, count_many
from sangyu.insight.engines.selectors import snapshot_latest
from sangyu.insight.engines.types import AreaCell, Snapshot
from sangyu.insight.expressions.errors import ExpressionError
from sangyu.kernel import clock
from sangyu.kernel.access import AREA_DIGITS
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError

MOST_AREAS = 30


@dataclass(frozen=True)
class Tried:
    """What a definition gives now: for the reader's area, and for the areas below it."""

    snapshot: Snapshot
    whole: AreaCell | None
    areas: list[tuple[str, AreaCell]]
    unit: str

    def value(self, cell: AreaCell) -> Decimal | None:
        """The value of a cell."""
        if self.unit == Unit.NUMBER:
            return Decimal(cell.met)
        return Decimal(100 * cell.met) / cell.total if cell.total else None


def tried(*, actor: Actor, draft: IndicatorDraft) -> Tried:
    """Count a definition on the newest snapshot of its dataset. Nothing is written."""
    denominator, numerator = check(draft)
    until = clock.today() - timedelta(days=1)
    snapshot = snapshot_latest(dataset=draft.dataset, until=until)
    if snapshot is None:
        raise Conflict(
            "snapshot-none",
            _("There is no snapshot of this dataset yet."),
            remedy=_("Count the indicators as of a day first; then a definition can be tried."),
        )
    own = len(actor.area_code) or 2
    levels = [digits for digits in AREA_DIGITS if digits >= own][:2]
    measure = Measure("tried", numerator, denominator)
    cells = count_many(snapshot, [measure], actor=actor, levels=levels)
    whole = next((cell for cell in cells if len(cell.area_code) == own), None)
    areas = [(area_name(c.area_code).name, c) for c in cells if len(c.area_code) > own]
    return Tried(
        snapshot, whole, sorted(areas, key=lambda one: one[1].area_code)[:MOST_AREAS], draft.unit
    )


def told(error: DomainError) -> str:
    """A refusal as the form shows it; of a condition, with the word at fault."""
    if isinstance(error, ExpressionError) and error.word:
        return _("At “%(word)s”: %(why)s") % {"word": error.word, "why": str(error)}
    return str(error)


def columns(dataset: str) -> list[Column]:
    """What conditions may look at: every column of the dataset that tells of no single person."""
    declared = registry.all_datasets().get(dataset)
    rows = declared.columns if declared else ()
    hidden = {Sensitivity.PERSONAL, Sensitivity.SECRET}
    return [column for column in rows if column.sensitivity not in hidden]

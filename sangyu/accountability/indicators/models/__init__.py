"""Tables of the indicators room: yearly statistics; indicators with their versions and values; targets."""

from __future__ import annotations

from sangyu.accountability.indicators.models.definitions import (
    Indicator,
    IndicatorValue,
    IndicatorVersion,
)
from sangyu.accountability.indicators.models.digests import TownDigest
from sangyu.accountability.indicators.models.readings import ReadTarget
from sangyu.accountability.indicators.models.statistics import (
    Statistic,
    StatisticCell,
    StatisticState,
)
from sangyu.accountability.indicators.models.targets import Checkpoint, SelfReport, Target
from sangyu.accountability.indicators.models.turns import TargetTurn

__all__ = [
    "Checkpoint",
    "Indicator",
    "IndicatorValue",
    "IndicatorVersion",
    "ReadTarget",
    "SelfReport",
    "Statistic",
    "StatisticCell",
    "StatisticState",
    "Target",
    "TargetTurn",
    "TownDigest",
]

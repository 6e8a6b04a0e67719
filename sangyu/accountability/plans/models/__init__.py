"""Tables of the plans room: the plan, the office that runs it, what units report, what hinders, and the supervision."""

from __future__ import annotations

from sangyu.accountability.plans.models.conduct import (
    Contact,
    GateItem,
    Goal,
    PlanOffice,
    Stage,
)
from sangyu.accountability.plans.models.hindrance import Blockage, Postponement, TaskLink
from sangyu.accountability.plans.models.plan import Plan, PlanTask, PlanTaskUnit
from sangyu.accountability.plans.models.progress import ReturnLine, UnitReturn
from sangyu.accountability.plans.models.supervision import (
    AgendaItem,
    Decision,
    Meeting,
    Remark,
    ScoreSheet,
)

__all__ = [
    "AgendaItem", "Blockage", "Contact", "Decision", "GateItem", "Goal", "Meeting", "Plan", "PlanOffice", "PlanTask",
    "PlanTaskUnit", "Postponement", "Remark", "ReturnLine", "ScoreSheet", "Stage", "TaskLink", "UnitReturn",
]  # fmt: skip

"""Reads of the plans room."""

from __future__ import annotations

from sangyu.accountability.plans.selectors.conduct import (
    Conduct,
    contacts_of,
    goals_of,
    office_get,
    stage_get,
    stages_of,
)
from sangyu.accountability.plans.selectors.plans import (
    OF_TOWNS,
    PlanLine,
    TaskLine,
    plan_get,
    plan_list,
    task_get,
    task_lines,
)
from sangyu.accountability.plans.selectors.returns import (
    return_get,
    return_matrix,
    sees_gate_item,
    sees_line,
)
from sangyu.accountability.plans.selectors.scores import scores_now
from sangyu.accountability.plans.selectors.supervision import (
    agenda_now,
    meeting_get,
    meetings_of,
    remark_get,
    remarks_of,
)

__all__ = [
    "OF_TOWNS", "Conduct", "PlanLine", "TaskLine", "agenda_now", "contacts_of", "goals_of", "meeting_get",
    "meetings_of", "office_get", "plan_get", "plan_list", "remark_get", "remarks_of", "return_get", "return_matrix",
    "scores_now", "sees_gate_item", "sees_line", "stage_get", "stages_of", "task_get",
    "task_lines",
]  # fmt: skip

"""Writes of the plans room."""

from __future__ import annotations

from sangyu.accountability.plans.services.adopting import plan_adopt
from sangyu.accountability.plans.services.hindrances import (
    blockage_clear,
    blockage_raise,
    link_add,
    link_remove,
    postponement_ask,
    postponement_decide,
)
from sangyu.accountability.plans.services.meetings import (
    agenda_add,
    agenda_draw_up,
    decision_add,
    meeting_ensure,
    meeting_hold,
)
from sangyu.accountability.plans.services.office import contact_set, office_dissolve, office_set
from sangyu.accountability.plans.services.remarks import remark_explain, remark_make
from sangyu.accountability.plans.services.returns import (
    return_hand_in,
    return_open,
    return_review,
    return_save,
)
from sangyu.accountability.plans.services.scoring import scores_publish
from sangyu.accountability.plans.services.stages import (
    gate_item_meet,
    goal_remove,
    goal_set,
    stage_pass,
    stage_set,
)
from sangyu.accountability.plans.services.taking import document_taken

__all__ = [
    "agenda_add", "agenda_draw_up", "blockage_clear", "blockage_raise", "contact_set", "decision_add",
    "document_taken", "gate_item_meet", "goal_remove", "goal_set", "link_add", "link_remove", "meeting_ensure",
    "meeting_hold", "office_dissolve", "office_set", "plan_adopt", "postponement_ask", "postponement_decide",
    "remark_explain", "remark_make", "return_hand_in", "return_open", "return_review", "return_save",
    "scores_publish", "stage_pass", "stage_set",
]  # fmt: skip

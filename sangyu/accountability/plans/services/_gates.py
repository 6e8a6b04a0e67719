"""The gate of a stage as a duty of the office."""

from __future__ import annotations

from datetime import datetime

from sangyu.accountability.plans.duties import GATE
from sangyu.accountability.plans.models import Plan, Stage
from sangyu.accountability.plans.who import office_of
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import Cadence, OwnerKind, ProofKind
from sangyu.kernel.actors import system_actor


def gate_rule(plan: Plan, stage: Stage, at: datetime) -> None:
    """The gate as a duty of the office; without an office nobody owes it yet."""
    office = office_of(plan)
    if office is None or office.dissolved_on is not None:
        return
    duties.rule_declare(
        actor=system_actor("plans.stage"), code=f"plan:{plan.pk}:gate:{stage.pk}", kind=GATE, at=at,
        title=f"阶段验收：{stage.title}"[:300], area_code=plan.area_code, owner_kind=OwnerKind.SUBJECTS,
        overseer_id=office.unit_id, cadence=Cadence.ONCE, first=stage.starts_on, due_on=stage.ends_on,
        clause_document=plan.title[:200], clause_number=plan.number, clause_item=stage.clause[:80],
        source_kind="plan-office", source_id=str(plan.pk), proof_required=ProofKind.NONE, is_retired=False,
    )  # fmt: skip

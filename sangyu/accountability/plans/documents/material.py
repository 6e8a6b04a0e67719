"""What the documents of a plan are made of, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sangyu.accountability.plans import selectors
from sangyu.accountability.plans.models import Meeting, Plan, PlanOffice, Remark
from sangyu.accountability.plans.selectors import TaskLine
from sangyu.accountability.plans.selectors.conduct import StageLine
from sangyu.accountability.plans.selectors.scores import Scores
from sangyu.accountability.plans.types import TaskStanding
from sangyu.city.areas.selectors import area_name
from sangyu.city.organisations.types import UnitRef
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor


@dataclass(frozen=True)
class Material:
    """A plan as of a day. With a `unit`, only the tasks it has a part in."""

    actor: Actor
    plan: Plan
    area: str
    office: PlanOffice | None
    year: int
    on: date
    unit: UnitRef | None
    lines: list[TaskLine]
    contacts: dict[str, str]
    scores: Scores
    remarks: list[Remark]
    meetings: list[Meeting]
    stages: list[StageLine]
    standings: dict[TaskStanding, int] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """Who issues it: the office, else the area's plan as such."""
        return self.office.unit.name if self.office else self.area

    def led_by(self, short_name: str) -> list[TaskLine]:
        """The tasks a unit leads, alone or jointly."""
        return [line for line in self.lines if short_name in line.lead]


def material_of(*, actor: Actor, plan: Plan, year: int, unit_id: int | None = None) -> Material:
    """Everything the documents of a plan need; a unit without a part in it narrows nothing."""
    parts = selectors.contacts_of(actor=actor, plan=plan)
    unit = next((part.unit for part in parts if part.unit.id == unit_id), None)
    lines = selectors.task_lines(actor=actor, plan=plan)
    if unit is not None:
        lines = [line for line in lines if unit.short_name in (*line.lead, *line.support)]
    remarks = selectors.remarks_of(actor=actor, plan=plan)
    conduct = selectors.office_get(actor=actor, plan=plan)
    return Material(
        actor=actor, plan=plan, area=area_name(plan.area_code).name, office=conduct.office, year=year,
        on=clock.today(), unit=unit, lines=lines,
        contacts={part.unit.short_name: part.contact for part in parts if part.contact},
        scores=selectors.scores_now(actor=actor, plan=plan, year=year),
        remarks=[one for one in remarks if one.on.year == year],
        meetings=selectors.meetings_of(actor=actor, plan=plan), stages=conduct.stages,
        standings={state: sum(one.standing == state for one in lines) for state in TaskStanding},
    )  # fmt: skip


def day(value: date | None) -> str:
    """2026年3月31日; a dash where there is none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"

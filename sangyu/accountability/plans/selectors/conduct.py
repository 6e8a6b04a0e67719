"""How a plan is run: office, contact persons, stages, goals; and who may act for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sangyu.accountability.plans.models import (
    Blockage,
    Contact,
    GateItem,
    Goal,
    Plan,
    PlanOffice,
    PlanTaskUnit,
    Postponement,
    Stage,
)
from sangyu.accountability.plans.rights import PLAN_VIEW
from sangyu.accountability.plans.types import GATE_OWNER, TaskPart
from sangyu.accountability.plans.who import office_of
from sangyu.city.organisations.selectors import unit_ref
from sangyu.city.organisations.types import UnitRef
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import selectors as attachments
from sangyu.kernel.attachments.types import AttachmentRow


@dataclass(frozen=True)
class ItemLine:
    """One thing a gate asks for, with its files."""

    item: GateItem
    files: list[AttachmentRow]


@dataclass(frozen=True)
class StageLine:
    """A stage with what its gate asks for."""

    stage: Stage
    items: list[ItemLine]

    @property
    def settled(self) -> int:
        """How many items are met or waived."""
        return sum(one.item.is_settled for one in self.items)

    def tone(self, on: date) -> str:
        """Passed, late, or running."""
        if self.stage.passed_on:
            return "good"
        return (
            "bad" if self.stage.ends_on < on else "info" if self.stage.starts_on <= on else "muted"
        )


@dataclass(frozen=True)
class UnitPart:
    """A unit of the plan: how many tasks it leads and supports, and its contact person."""

    unit: UnitRef
    leads: int
    supports: int
    contact: str


@dataclass(frozen=True)
class Conduct:
    """The office of a plan and what it has set."""

    office: PlanOffice | None
    stages: list[StageLine]
    units: list[UnitPart]


def office_get(*, actor: Actor, plan: Plan) -> Conduct:
    """The office, the stages and the units of a plan the actor sees."""
    return Conduct(
        office_of(plan), stages_of(actor=actor, plan=plan), contacts_of(actor=actor, plan=plan)
    )


def stages_of(*, actor: Actor, plan: Plan) -> list[StageLine]:
    """The stages in their order."""
    rows = Stage.objects.visible_to(actor).filter(plan=plan).prefetch_related("items")
    return [_stage_line(actor, row) for row in rows.order_by("position")]


def stage_get(*, actor: Actor, stage_id: int) -> StageLine:
    """One stage."""
    rows = Stage.objects.select_related("plan").prefetch_related("items")
    return _stage_line(actor, load(rows, actor, PLAN_VIEW, pk=stage_id))


def gate_item_get(*, actor: Actor, item_id: int) -> GateItem:
    """One item of a gate."""
    return load(GateItem.objects.select_related("stage__plan"), actor, PLAN_VIEW, pk=item_id)


def _stage_line(actor: Actor, stage: Stage) -> StageLine:
    return StageLine(
        stage,
        [
            ItemLine(item, attachments.of_owner(actor=actor, kind=GATE_OWNER, id=str(item.pk)))
            for item in sorted(stage.items.all(), key=lambda one: one.position)
        ],
    )


def contacts_of(*, actor: Actor, plan: Plan) -> list[UnitPart]:
    """Every unit of the plan, those that lead most first, with its contact person."""
    names = dict(
        Contact.objects.visible_to(actor).filter(plan=plan).values_list("organisation_id", "name")
    )
    parts: dict[int, tuple[UnitRef, list[str]]] = {}
    rows = PlanTaskUnit.objects.filter(task__plan=plan).select_related("organisation")
    for row in rows:
        unit = unit_ref(row.organisation)
        parts.setdefault(unit.id, (unit, []))[1].append(row.part)
    found = [
        UnitPart(
            unit, sum(part != TaskPart.SUPPORT for part in all_), all_.count(TaskPart.SUPPORT),
            names.get(unit.id, ""),
        )
        for unit, all_ in parts.values()
    ]  # fmt: skip
    return sorted(
        found, key=lambda one: (-one.leads, -one.supports, one.unit.area_code, one.unit.id)
    )


def goals_of(*, actor: Actor, plan: Plan, year: int) -> list[Goal]:
    """The goals of a year, in the order of the tasks."""
    rows = Goal.objects.visible_to(actor).filter(task__plan=plan, year=year)
    return list(rows.select_related("task").order_by("task__position", "pk"))


def postponements_of(*, actor: Actor, task_id: int) -> list[Postponement]:
    """The later days asked for a task, the newest first."""
    rows = Postponement.objects.visible_to(actor).filter(task_id=task_id)
    return list(rows.select_related("unit"))


def postponement_get(*, actor: Actor, postponement_id: int) -> Postponement:
    """One request for a later day."""
    rows = Postponement.objects.select_related("task__plan", "unit", "duty")
    return load(rows, actor, PLAN_VIEW, pk=postponement_id)


def blockage_get(*, actor: Actor, blockage_id: int) -> Blockage:
    """What hinders a task."""
    return load(Blockage.objects.select_related("task__plan"), actor, PLAN_VIEW, pk=blockage_id)


def postponements_waiting(*, actor: Actor, plan: Plan) -> list[Postponement]:
    """The requests for a later day that wait for the office."""
    rows = Postponement.objects.visible_to(actor).filter(task__plan=plan, state="asked")
    return list(rows.select_related("task", "unit").order_by("asked_at"))


def blockages_open(*, actor: Actor, plan: Plan) -> list[Blockage]:
    """What hinders the tasks of a plan today, the oldest first."""
    rows = Blockage.objects.visible_to(actor).filter(task__plan=plan, cleared_on__isnull=True)
    return list(rows.select_related("task", "unit", "asks").order_by("raised_at"))

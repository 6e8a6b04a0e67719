"""What the trail calls plans, their tasks and all that hangs on them (kernel.audit.describe)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models import (
    AgendaItem,
    Blockage,
    Decision,
    GateItem,
    Goal,
    Meeting,
    Plan,
    PlanOffice,
    PlanTask,
    Postponement,
    Remark,
    Stage,
    TaskLink,
    UnitReturn,
)
from sangyu.city.organisations.selectors import unit_name
from sangyu.kernel import audit

EXTRAS = {
    "tasks": _("Tasks"), "starts_on": _("From"), "unit_id": _("Unit"), "asks_id": _("Who can clear it"),
    "successor_id": _("Succeeded by"), "name": _("Contact person"), "asks": _("What the gate asks for"),
    "files": _("Files"), "lines": _("Tasks"), "items": _("Items"), "decisions": _("Decisions"), "due": _("Due"),
    "needs": _("Waits for"), "units": _("Units"), "document": _("Document"),
}  # fmt: skip
TELLING = {
    "plan": (Plan, PlanOffice),
    "plan-task": (PlanTask, Goal, Blockage, Postponement, TaskLink),
    "plan-stage": (Stage, GateItem),
    "plan-return": (UnitReturn,),
    "plan-meeting": (Meeting, AgendaItem, Decision),
    "plan-remark": (Remark,),
}
"""The tables whose fields stand in entries of each kind."""
NAMES = {
    "plan": (_("Plan"), "plans:detail"),
    "plan-task": (_("Task"), "plans:task"),
    "plan-stage": (_("Stage"), "plans:stage"),
    "plan-return": (_("Monthly return"), "plans:return"),
    "plan-meeting": (_("Meeting"), "plans:meeting"),
    "plan-remark": (_("On record"), "plans:remark"),
}


def declare() -> None:
    """Lend the names. Units stand in entries by their numbers; they show by their names of today."""
    lookups: dict[str, Callable[[int], str]] = dict.fromkeys(
        ("unit_id", "asks_id", "successor_id"), unit_name
    )
    for kind, (label, url) in NAMES.items():
        fields: dict[str, Any] = {}
        choices: dict[str, Any] = {}
        for model in TELLING[kind]:
            fields |= audit.words_of(model)
            choices |= audit.choices_of(model)
        audit.describe(
            kind, label, url=url, fields=fields | EXTRAS, choices=choices, lookups=lookups
        )

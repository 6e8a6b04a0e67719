"""What every write of the room shares: who runs a plan, who speaks for a unit, one entry of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models import Plan, PlanOffice, PlanTask
from sangyu.accountability.plans.rights import PLAN_RUN, PLAN_VIEW
from sangyu.accountability.plans.who import office_of, require_runs
from sangyu.kernel import access, audit
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError


def plan_to_run(actor: Actor, plan_id: int) -> Plan:
    """The plan, locked, if the actor runs it."""
    plan = access.load(Plan.objects.select_for_update(), actor, PLAN_RUN, pk=plan_id)
    require_runs(actor, plan)
    return plan


def task_seen(actor: Actor, task_id: int, right: str = PLAN_VIEW) -> PlanTask:
    """The task with its plan, if the actor may do `right`."""
    tasks = PlanTask.objects.select_related("plan").select_for_update(of=("self",))
    return access.load(tasks, actor, right, pk=task_id)


def require_office(plan: Plan) -> PlanOffice:
    """The plan's working office; refused where none was set or it has been dissolved."""
    office = office_of(plan)
    if office is None or office.dissolved_on is not None:
        raise Conflict(
            "no-office",
            _("This plan has no working office."),
            remedy=_("Set the office of the plan first."),
        )
    return office


def need(text: str, field: str) -> str:
    """The text without blanks around it; refused if nothing is left."""
    if not text.strip():
        raise DomainError(
            "words-missing",
            _("Something must be written here, because others will read it."),
            field=field,
            remedy=_("Write it in one or two sentences."),
        )
    return text.strip()


def signed(actor: Actor) -> str:
    """Who did it, as records keep it: unit and name."""
    return f"{actor.organisation_name} {actor.label}".strip()[:120]


def record(  # noqa: PLR0913  one entry has this many facts
    actor: Actor,
    action: str,
    plan: Plan,
    *,
    kind: str,
    id: int,  # noqa: A002  the word callers read best
    label: str,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    clause: str = "",
) -> None:
    """One entry of the trail about something of a plan."""
    audit.record(
        actor, action, kind=kind, id=id, area_code=plan.area_code, label=label[:200], before=before, after=after,
        clause=clause or plan.number, at=at,
    )  # fmt: skip

"""Who runs a plan, and who speaks for a unit: asked by reads, writes and pages alike."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models import Plan, PlanOffice, PlanTask
from sangyu.accountability.plans.rights import PLAN_REPORT, PLAN_RUN
from sangyu.city.organisations.types import Role
from sangyu.kernel import access
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Forbidden


def office_of(plan: Plan) -> PlanOffice | None:
    """The plan's office, if one was set."""
    found: PlanOffice | None = (
        PlanOffice.objects.filter(plan=plan).select_related("unit", "successor").first()
    )
    return found


def runs(actor: Actor, plan: Plan) -> bool:
    """True for the system, a director of the plan's area, and the unit that is its office (or succeeded it)."""
    if actor.is_system:
        return True
    if not actor.may(PLAN_RUN) or not actor.covers(plan.area_code):
        return False
    if actor.role == Role.DIRECTOR:
        return True
    office = office_of(plan)
    return office is not None and actor.organisation_id == (office.successor_id or office.unit_id)


def speaks_for(actor: Actor, organisation_id: int) -> bool:
    """True if the actor may report for this unit."""
    return actor.is_system or (actor.may(PLAN_REPORT) and actor.organisation_id == organisation_id)


def require_runs(actor: Actor, plan: Plan) -> None:
    """Refuse who does not run the plan."""
    access.require_area(actor, plan.area_code)
    if not runs(actor, plan):
        raise Forbidden(
            "plan-not-run",
            _("Only the office of this plan or a director may do this."),
            remedy=_("Ask the office that runs the plan."),
        )


def require_speaks(actor: Actor, organisation_id: int) -> None:
    """Refuse who does not work for the unit."""
    if not speaks_for(actor, organisation_id):
        raise Forbidden(
            "unit-not-yours",
            _("This is another unit's to report."),
            remedy=_("Ask the unit, or switch to your post in it."),
        )


def require_part(actor: Actor, task: PlanTask, *, also: tuple[int | None, ...] = ()) -> None:
    """Refuse who neither runs the plan nor works for a unit with a part in the task (or for one of `also`)."""
    units = {unit.organisation_id for unit in task.units.all()} | {unit for unit in also if unit}
    if not (runs(actor, task.plan) or any(speaks_for(actor, unit) for unit in units)):
        raise Forbidden(
            "unit-without-part",
            _("Your unit has no part in this task."),
            remedy=_("Ask a unit that leads or supports it."),
        )

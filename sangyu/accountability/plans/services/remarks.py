"""表扬, 约谈, 移送: what the office puts on record about a unit, and the unit's right to explain."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import codes
from sangyu.accountability.plans.duties import REMARKED_NOTICE
from sangyu.accountability.plans.events import UnitRemarked
from sangyu.accountability.plans.models import PlanTaskUnit, Remark
from sangyu.accountability.plans.rights import PLAN_REPORT
from sangyu.accountability.plans.services._common import (
    need,
    plan_to_run,
    record,
    signed,
)
from sangyu.accountability.plans.types import RemarkKind
from sangyu.accountability.plans.who import require_speaks
from sangyu.city.duties import services as duties
from sangyu.kernel import access, clock, events
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui.links import address


@transaction.atomic
def remark_make(  # noqa: PLR0913  a remark has this many facts
    *,
    actor: Actor,
    plan_id: int,
    organisation_id: int,
    kind: str,
    on: date,
    grounds: str,
    clause: str = "",
    referred_to: str = "",
    at: datetime,
) -> Remark:
    """Put on record that a unit was commended, called in for a talk, or referred (L6, L7, L10).

    The unit is told, and may explain."""
    plan = plan_to_run(actor, plan_id)
    if on > clock.legal_day(at):
        raise DomainError(
            "remark-to-come", _("Only what has happened is put on record."), field="on",
            remedy=_("Choose today or an earlier day."),
        )  # fmt: skip
    if not PlanTaskUnit.objects.filter(task__plan=plan, organisation_id=organisation_id).exists():
        raise DomainError(
            "unit-without-part",
            _("This unit has no part in the plan."),
            field="organisation_id",
            remedy=_("Choose a unit that leads or supports one of its tasks."),
        )
    if kind == RemarkKind.REFERRED:
        need(referred_to, "referred_to")
    row = Remark(
        plan=plan, organisation_id=organisation_id, kind=kind, on=on, grounds=need(grounds, "grounds"),
        clause=clause.strip(), referred_to=referred_to.strip(), made_at=at, made_by=signed(actor),
    )  # fmt: skip
    row.full_clean(validate_constraints=False)
    row.save()
    duties.notice_send(
        actor=system_actor("plans.remark"), code=REMARKED_NOTICE, organisation_id=organisation_id, at=at,
        words={"plan": plan.title}, link=address("plans:remark", row.pk),
    )  # fmt: skip
    record(
        actor, codes.REMARKED, plan, kind="plan-remark", id=row.pk, label=_label(row),
        after={"kind": kind, "on": on, "grounds": row.grounds, "referred_to": row.referred_to},
        clause=row.clause, at=at,
    )  # fmt: skip
    events.publish(UnitRemarked(row.pk, plan.pk, organisation_id, kind))
    return row


@transaction.atomic
def remark_explain(*, actor: Actor, remark_id: int, explanation: str, at: datetime) -> Remark:
    """The unit's own words, beside what was put on record. It may better them; the trail keeps each version."""
    rows = Remark.objects.select_related("plan", "organisation").select_for_update(of=("self",))
    row = access.load(rows, actor, PLAN_REPORT, pk=remark_id)
    require_speaks(actor, row.organisation_id)
    before = {"explanation": row.explanation}
    row.explanation = need(explanation, "explanation")
    row.explained_at, row.explained_by = at, signed(actor)
    row.save()
    record(
        actor, codes.EXPLAINED, row.plan, kind="plan-remark", id=row.pk, label=_label(row), before=before,
        after={"explanation": row.explanation}, at=at,
    )  # fmt: skip
    return row


def _label(row: Remark) -> str:
    return f"{row.organisation.short_name} {RemarkKind(row.kind).label}"

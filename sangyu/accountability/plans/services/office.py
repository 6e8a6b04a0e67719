"""The office that runs a plan: set, named contacts, dissolved by its sunset."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import codes
from sangyu.accountability.plans.duties import GATE, MEETING, RETURN, SUNSET
from sangyu.accountability.plans.events import OfficeDissolved
from sangyu.accountability.plans.models import (
    Contact,
    Plan,
    PlanOffice,
    PlanTask,
    PlanTaskUnit,
    Stage,
)
from sangyu.accountability.plans.rights import PLAN_REPORT
from sangyu.accountability.plans.services._common import (
    need,
    plan_to_run,
    record,
    require_office,
    signed,
)
from sangyu.accountability.plans.services._gates import gate_rule
from sangyu.accountability.plans.types import Cycle, OfficeInput
from sangyu.accountability.plans.who import speaks_for
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import Cadence, OwnerKind, Proof, ProofKind
from sangyu.city.organisations import selectors as units
from sangyu.kernel import access, clock, events
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.errors import DomainError

LAST_DAY = 31
LAST_MONTH = {Cycle.QUARTERLY: 2, Cycle.HALF_YEARLY: 5}
"""The last month of a period, counted from its first."""


@transaction.atomic
def office_set(*, actor: Actor, plan_id: int, office: OfficeInput, at: datetime) -> PlanOffice:
    """Set who runs the plan, how often it meets, by which day units report and when it ends.

    Its meetings, the units' monthly returns and its own end become duties; the office oversees the plan's tasks.
    """
    plan = plan_to_run(actor, plan_id)
    today = clock.legal_day(at)
    if office.sunset_on is not None and office.sunset_on <= today:
        raise DomainError(
            "sunset-past",
            _("The office must end on a day to come."),
            field="sunset_on",
            remedy=_("To end it now, dissolve it."),
        )
    known = PlanOffice.objects.filter(plan=plan).first()
    before = _facts(known) if known else {}
    row = known or PlanOffice(plan=plan)
    row.unit_id, row.cycle, row.returns_day = office.unit_id, office.cycle, office.returns_day
    row.clause, row.sunset_on = office.clause.strip(), office.sunset_on
    row.dissolved_on, row.dissolved_why, row.successor = None, "", None
    row.set_at, row.set_by = at, signed(actor)
    row.full_clean(validate_constraints=False)
    row.save()
    _declare(plan, row, at)
    _oversee(plan, row.unit_id, at)
    for stage in Stage.objects.filter(plan=plan, passed_on__isnull=True):
        gate_rule(plan, stage, at)
    record(
        actor, codes.OFFICE_SET, plan, kind="plan", id=plan.pk, label=plan.title, before=before,
        after=_facts(row), clause=row.clause, at=at,
    )  # fmt: skip
    return row


def _facts(row: PlanOffice) -> dict[str, Any]:
    names = ("unit_id", "cycle", "returns_day", "clause", "sunset_on")
    return {name: getattr(row, name) for name in names}


def _declare(plan: Plan, office: PlanOffice, at: datetime) -> None:
    """The rules of the office: meetings, returns, and its end."""
    first = max(plan.starts_on, clock.legal_day(at))
    common = {
        "area_code": plan.area_code, "clause_document": plan.title[:200], "clause_number": plan.number,
        "clause_item": office.clause[:80], "clause_text": office.clause, "source_kind": "plan-office",
        "source_id": str(plan.pk), "owner_kind": OwnerKind.SUBJECTS, "owner_id": None,
        "overseer_id": office.unit_id, "proof_required": ProofKind.NONE, "is_retired": False,
    }  # fmt: skip
    cycle = Cycle(office.cycle)
    wishes = [
        duties.RuleWish(
            f"plan:{plan.pk}:meeting",
            common | {
                "kind": MEETING, "title": "召开计划调度会议", "cadence": Cadence(cycle.value), "first": first,
                "due_month": LAST_MONTH[cycle], "due_day": LAST_DAY, "last": office.sunset_on,
            },
        ),
        duties.RuleWish(
            f"plan:{plan.pk}:returns",
            common | {
                "kind": RETURN, "title": "报送任务进展月报", "cadence": Cadence.MONTHLY, "first": first,
                "due_month": 0, "due_day": office.returns_day, "last": office.sunset_on,
            },
        ),
    ]  # fmt: skip
    if office.sunset_on is not None:
        wishes.append(
            duties.RuleWish(
                f"plan:{plan.pk}:sunset",
                common | {
                    "kind": SUNSET, "title": "办结并撤销专班办公室", "cadence": Cadence.ONCE, "first": first,
                    "due_on": office.sunset_on,
                },
            )
        )  # fmt: skip
    duties.rules_declare(actor=system_actor("plans.office"), wishes=wishes, at=at)


def _oversee(plan: Plan, unit_id: int, at: datetime) -> None:
    """The unit oversees every task of the plan that somebody leads."""
    led = PlanTask.objects.filter(plan=plan, rule__isnull=False).order_by("position")
    wishes = [
        duties.RuleWish(f"plan:{plan.pk}:{position}", {"overseer_id": unit_id})
        for position in led.values_list("position", flat=True)
    ]
    duties.rules_declare(actor=system_actor("plans.office"), wishes=wishes, at=at)


@transaction.atomic
def contact_set(
    *,
    actor: Actor,
    plan_id: int,
    organisation_id: int,
    name: str = "",
    account_id: int | None = None,
    at: datetime,
) -> Contact:
    """Name a unit's contact person: somebody with a post in it, or a name. The office may, and the unit itself."""
    plan = _plan_for_contact(actor, plan_id, organisation_id)
    if not PlanTaskUnit.objects.filter(task__plan=plan, organisation_id=organisation_id).exists():
        raise DomainError(
            "unit-without-part",
            _("This unit has no part in the plan."),
            field="organisation_id",
            remedy=_("Choose a unit that leads or supports one of its tasks."),
        )
    if account_id is not None:
        if not units.works_for(account_id=account_id, organisation_id=organisation_id):
            raise DomainError(
                "contact-elsewhere",
                _("This person has no post in the unit."),
                field="account_id",
                remedy=_("Choose somebody of the unit, or write a name."),
            )
        name = units.account_name(account_id)
    name = need(name, "name")
    known = Contact.objects.filter(plan=plan, organisation_id=organisation_id).first()
    before = {"name": known.name} if known else {}
    row, _made = Contact.objects.update_or_create(
        plan=plan, organisation_id=organisation_id,
        defaults={"name": name[:60], "account_id": account_id, "since": clock.legal_day(at)},
    )  # fmt: skip
    record(
        actor, codes.CONTACT_SET, plan, kind="plan", id=plan.pk, label=plan.title, before=before,
        after={"name": row.name, "unit_id": organisation_id}, at=at,
    )  # fmt: skip
    return row


def _plan_for_contact(actor: Actor, plan_id: int, organisation_id: int) -> Plan:
    if speaks_for(actor, organisation_id) and not actor.is_system:
        return access.load(Plan.objects.select_for_update(), actor, PLAN_REPORT, pk=plan_id)
    return plan_to_run(actor, plan_id)


@transaction.atomic
def office_dissolve(
    *, actor: Actor, plan_id: int, successor_id: int, why: str, at: datetime
) -> PlanOffice:
    """End the office. What is left of the plan is overseen by the successor; meetings and returns end with it."""
    plan = plan_to_run(actor, plan_id)
    office = require_office(plan)
    today = clock.legal_day(at)
    office.dissolved_on, office.successor_id = today, successor_id
    office.dissolved_why = need(why, "why")[:500]
    office.full_clean(validate_constraints=False)
    office.save()
    system = system_actor("plans.office")
    duties.duties_close_for_subject(
        actor=system, kind=SUNSET, subject_kind="plan", subject_id=str(plan.pk),
        proof=[Proof(ProofKind.TEXT, office.dissolved_why, office.dissolved_why)], at=at,
    )  # fmt: skip
    for rule_id in sorted(_rules_of(plan)):
        duties.rule_retire(actor=system, rule_id=rule_id, at=at)
    _oversee(plan, successor_id, at)
    record(
        actor, codes.DISSOLVED, plan, kind="plan", id=plan.pk, label=plan.title,
        after={"dissolved_on": today, "successor_id": successor_id, "dissolved_why": office.dissolved_why}, at=at,
    )  # fmt: skip
    events.publish(OfficeDissolved(plan.pk, successor_id, today))
    return office


def _rules_of(plan: Plan) -> set[int]:
    """The rules that end with the office: meetings, returns, gates not yet passed, and its own end."""
    return ledger.rules_of(
        kinds=(MEETING, RETURN, GATE, SUNSET), source_kind="plan-office", source_id=str(plan.pk)
    )

"""The duties this room opens and closes, each with its clock (policy/results.toml).

    assessment.order   an order that is open               its agency assesses by the order's day
    assessment.expiry  a result whose validity nears its end   the town of the elder has it assessed anew

The ledger follows what waits, at once by the room's events and again every night.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.duties import registry
from sangyu.city.duties.services import duties_match
from sangyu.city.duties.types import (
    Claim,
    Clause,
    DayCount,
    Outcome,
    Proof,
    Reconciled,
    Subject,
    Terms,
)
from sangyu.city.organisations import selectors as units
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.ui.links import address
from sangyu.people.assessment.choices import OrderState
from sangyu.people.assessment.policy.results import terms
from sangyu.people.assessment.selectors import claims

ORDER = "assessment.order"
EXPIRY = "assessment.expiry"
ACTOR = system_actor("assessment.duties")
COUNTY = 6


@transaction.atomic
def orders_match(
    *, actor: Actor = ACTOR, only: Collection[str] | None = None, at: datetime | None = None
) -> Reconciled:
    """The duties of the agencies are those of the open orders."""
    found = []
    for one in claims.orders_waiting(only):
        rule = terms(clock.legal_day(one.since))
        its = Terms(
            due_after=one.workdays, step_days=rule.step_days, escalation=rule.escalation,
            clause=Clause(rule.clause), overseer_id=_overseer(rule.overseer, one.area_code),
        )  # fmt: skip
        subject = Subject("assessment-order", one.id, one.area_code, one.unit_id or 0, one.label)
        found.append(Claim(subject, one.since, its))
    return duties_match(
        actor=actor, kind=ORDER, claims=found, outcome=_order_outcome, only=only, at=at
    )


@transaction.atomic
def expiries_match(
    *, actor: Actor = ACTOR, only: Collection[str] | None = None, at: datetime | None = None
) -> Reconciled:
    """The duties of the towns are those of the results that come to their end."""
    today = clock.legal_day(at or clock.now())
    found = []
    for one in claims.expiries_waiting(only, today=today):
        rule = terms(clock.legal_day(one.since))
        overseer = _overseer(rule.overseer, one.area_code)
        owner = _town(one.area_code) or overseer
        if owner is None:
            continue  # no unit in the whole county: nobody could owe it yet; the next night asks again
        its = Terms(
            due_after=rule.remind_days, day_count=DayCount.NATURAL, step_days=rule.step_days,
            escalation=rule.escalation, clause=Clause(rule.clause), overseer_id=overseer,
        )  # fmt: skip
        subject = Subject("assessment-expiry", one.id, one.area_code, owner, one.label)
        found.append(Claim(subject, one.since, its))
    return duties_match(
        actor=actor, kind=EXPIRY, claims=found, outcome=_expiry_outcome, only=only, at=at
    )


@transaction.atomic
def duties_match_all(*, actor: Actor = ACTOR, at: datetime | None = None) -> Reconciled:
    """Everything that waits, recomputed."""
    return orders_match(actor=actor, at=at) + expiries_match(actor=actor, at=at)


def _order_outcome(order_id: str, _period: str) -> Outcome:
    state, at = claims.order_outcome(order_id)
    if state == OrderState.DONE:
        label = _("Assessed")
        url = address("assessment:order", order_id)
        return Outcome(Proof("figure", f"assessment-order:{order_id}", label, url=url), at=at)
    return Outcome(reason=_("The order was cancelled."), at=at)


def _expiry_outcome(assessment_id: str, _period: str) -> Outcome:
    row = claims.follower(assessment_id)
    if row is None:
        return Outcome(reason=_("The person is no longer on the register."))
    label = _("Assessed anew on %(day)s") % {"day": row.assessed_on.isoformat()}
    proof = Proof("figure", f"assessment:{row.pk}", label, url=address("assessment:result", row.pk))
    return Outcome(proof, at=row.recorded_at)


def _overseer(name: str, area_code: str) -> int | None:
    found = units.match_unit(name, area_code[:COUNTY]).units
    return found[0].id if len(found) == 1 else None


def _town(area_code: str) -> int | None:
    found = units.units_in(area_code=area_code, kind=OrganisationKind.TOWN)
    return found[0].id if found else None


registry.register(
    ORDER, gettext_lazy("Ordered assessment"),
    title=gettext_lazy("Assess an elder who was ordered to be assessed"),
    description=gettext_lazy("Two assessors, one of them with a medical or nursing background."),
    url=lambda _kind, id_, _period: address("assessment:order", id_),
    url_label=gettext_lazy("Open the order"), by_hand=False,
)  # fmt: skip
registry.register(
    EXPIRY, gettext_lazy("Assessment that expires"),
    title=gettext_lazy("Have an elder assessed anew before the result expires"),
    description=gettext_lazy("Benefits and services that rest on the result end with it."),
    url=lambda _kind, id_, _period: address("assessment:result", id_),
    url_label=gettext_lazy("Look at the result"), by_hand=False,
)  # fmt: skip

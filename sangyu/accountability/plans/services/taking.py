"""What leaves the house: each document that somebody takes stands in the trail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sangyu.accountability.plans import codes
from sangyu.accountability.plans.models import Plan
from sangyu.accountability.plans.rights import PLAN_VIEW
from sangyu.accountability.plans.services._common import record
from sangyu.kernel import access
from sangyu.kernel.actors import Actor


@transaction.atomic
def document_taken(*, actor: Actor, plan: Plan, name: str, at: datetime) -> None:
    """Enter that a document of the plan was taken: its file name tells which."""
    access.require(actor, PLAN_VIEW)
    record(
        actor, codes.DOCUMENT_TAKEN, plan, kind="plan", id=plan.pk, label=plan.title,
        after={"document": name}, at=at,
    )  # fmt: skip

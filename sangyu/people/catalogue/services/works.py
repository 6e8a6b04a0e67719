"""Works that adapt a home: due by the policy, ordered with pictures before, done with pictures after, accepted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock, events, pii
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.services import attachments_add, attachments_finish
from sangyu.kernel.attachments.types import Owner, SafeFile
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.catalogue import audit_codes, policy, rights
from sangyu.people.catalogue.events import WorkMoved
from sangyu.people.catalogue.models import Work
from sangyu.people.catalogue.models.columns import who
from sangyu.people.catalogue.selectors.members import due
from sangyu.people.catalogue.types import WORK_FILES, WorkState


@transaction.atomic
def works_find(*, actor: Actor, at: datetime | None = None) -> int:
    """Open works for every home that is due in the actor's area: one for a household, else one for a person."""
    require(actor, rights.WAIT_DECIDE)
    at = at or clock.now()
    today = clock.legal_day(at)
    rule = policy.due_policy(today)
    rows = Work.objects.visible_to(actor).exclude(state=WorkState.DROPPED)
    known = set(rows.values_list("elder_id", flat=True))
    households = set(
        rows.exclude(elder__household_no="").values_list("elder__household_no", flat=True)
    )
    found = []
    for elder_id, household in due(rule.work, actor.area_code, today):
        if elder_id in known or (household and household in households):
            continue
        households.add(household)
        found.append(elder_id)
    Work.objects.bulk_create(
        Work(elder_id=one, due_since=today, clause=rule.work_clause) for one in found
    )
    audit.record(
        actor, audit_codes.WAITING_FOUND, kind="area", id=actor.area_code, area_code=actor.area_code,
        label=_("the list of home adaptations"), after={"new": len(found)}, clause=rule.work_clause, at=at,
    )  # fmt: skip
    return len(found)


@transaction.atomic
def work_order(  # noqa: PLR0913  the facts of an order
    *,
    actor: Actor,
    work_id: int,
    measures: str,
    contractor: str,
    files: Sequence[SafeFile],
    finish_by: date | None = None,
    at: datetime | None = None,
) -> Work:
    """Order the works; the pictures show the home as it is before."""
    work = _for_change(actor, work_id, rights.WAIT_DECIDE, WorkState.DUE)
    at = at or clock.now()
    today = clock.legal_day(at)
    finish_by = finish_by or today + timedelta(days=policy.due_policy(today).work_days)
    if finish_by < today:
        raise DomainError(
            "finish-before-order", _("The works would end before they are ordered."), field="finish_by",
            remedy=_("Choose a later day."),
        )  # fmt: skip
    work.before_files = _keep(actor, work, files, at)
    work.state, work.ordered_on, work.finish_by = str(WorkState.ORDERED), today, finish_by
    work.measures, work.contractor = measures, contractor
    work.save()
    _record(actor, audit_codes.WORK_ORDERED, work, at, measures=measures, finish_by=finish_by)
    events.publish(WorkMoved(work.pk))
    return work


@transaction.atomic
def work_finish(
    *,
    actor: Actor,
    work_id: int,
    done_on: date,
    cost: Decimal,
    files: Sequence[SafeFile],
    at: datetime | None = None,
) -> Work:
    """The works are done; the pictures show the home after. Accepting is another person's step."""
    work = _for_change(actor, work_id, rights.WAIT_EDIT, WorkState.ORDERED)
    at = at or clock.now()
    if work.ordered_on is None or not work.ordered_on <= done_on <= clock.legal_day(at):
        raise DomainError(
            "done-outside", _("The day lies before the order or in the future."), field="done_on",
            remedy=_("Give the day on which the works were done."),
        )  # fmt: skip
    work.after_files = _keep(actor, work, files, at)
    work.state, work.done_on, work.cost = str(WorkState.DONE), done_on, cost
    work.save()
    _record(actor, audit_codes.WORK_DONE, work, at, done_on=done_on, cost=cost)
    events.publish(WorkMoved(work.pk))
    return work


@transaction.atomic
def work_accept(*, actor: Actor, work_id: int, note: str = "", at: datetime | None = None) -> Work:
    """The works are as ordered; their pictures stay for good."""
    work = _for_change(actor, work_id, rights.WAIT_DECIDE, WorkState.DONE)
    at = at or clock.now()
    work.state, work.accepted_on = str(WorkState.ACCEPTED), clock.legal_day(at)
    work.accepted_by, work.note = who(actor), note[:300]
    work.save()
    attachments_finish(owner=_owner(work))
    _record(actor, audit_codes.WORK_ACCEPTED, work, at, note=note)
    return work


@transaction.atomic
def work_refuse(*, actor: Actor, work_id: int, note: str, at: datetime | None = None) -> Work:
    """The works are not as ordered: they go on, by the old day."""
    work = _for_change(actor, work_id, rights.WAIT_DECIDE, WorkState.DONE)
    work.state, work.done_on, work.after_files = str(WorkState.ORDERED), None, None
    work.note = note[:300]
    work.save()
    _record(actor, audit_codes.WORK_REFUSED, work, at, note=note)
    events.publish(WorkMoved(work.pk))
    return work


@transaction.atomic
def work_drop(*, actor: Actor, work_id: int, note: str, at: datetime | None = None) -> Work:
    """The works are not carried out (the person declines, has moved, has died), with the reason."""
    work = _for_change(actor, work_id, rights.WAIT_DECIDE, WorkState.DUE, WorkState.ORDERED)
    work.state, work.note = str(WorkState.DROPPED), note[:300]
    work.save()
    _record(actor, audit_codes.WORK_DROPPED, work, at, note=note)
    events.publish(WorkMoved(work.pk))
    return work


def _for_change(actor: Actor, work_id: int, right: str, *allowed: str) -> Work:
    rows = Work.objects.select_for_update(of=("self",)).select_related("elder")
    work: Work = load(rows, actor, right, pk=work_id)
    if work.state not in allowed:
        raise Conflict(
            "work-moved-on", _("The works no longer stand where this step begins."),
            remedy=_("Look at them again."),
        )  # fmt: skip
    return work


def _keep(actor: Actor, work: Work, files: Sequence[SafeFile], at: datetime) -> uuid.UUID:
    if not files:
        raise DomainError(
            "work-without-proof", _("A picture is needed."), field="files",
            remedy=_("Attach at least one picture or document."),
        )  # fmt: skip
    bundle = uuid.uuid4()
    attachments_add(actor=actor, owner=_owner(work), files=files, bundle=bundle, at=at)
    return bundle


def _owner(work: Work) -> Owner:
    return Owner(WORK_FILES, str(work.pk), work.elder.area_code, pii.mask_name(work.elder.name))


def _record(actor: Actor, code: str, work: Work, at: datetime | None, **after: Any) -> None:
    audit.record(
        actor, code, kind=WORK_FILES, id=work.pk, area_code=work.elder.area_code,
        label=pii.mask_name(work.elder.name), after=after, clause=work.clause, at=at,
    )  # fmt: skip

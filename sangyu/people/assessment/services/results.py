"""Recording results: the filled form, an earlier result taken over, old answers under a new standard."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events
from sangyu.kernel.access import ensure_still_visible, load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.assessment import audit_codes, rights
from sangyu.people.assessment.choices import Informant, OrderState, Origin, Place
from sangyu.people.assessment.events import AssessmentCompleted, AssessmentOrderClosed
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.models.columns import actor_values
from sangyu.people.assessment.policy import crosswalks, instruments
from sangyu.people.assessment.policy.results import Terms, terms
from sangyu.people.assessment.rules.rescoring import rescore
from sangyu.people.assessment.rules.validity import valid_until
from sangyu.people.assessment.services import _registry, _scoring, _team, _telling
from sangyu.people.assessment.services._checks import (
    elder_of,
    ensure_accredited,
    ensure_open,
    refuse_future,
)
from sangyu.people.assessment.types import Result, Sheet

NONE: Mapping[str, object] = {}


@transaction.atomic
def result_record(  # noqa: PLR0913  the facts of a filled form
    *,
    actor: Actor,
    order_id: int,
    version: int,
    ref: uuid.UUID,
    sheet: Sheet,
    assessed_on: date,
    lead_id: int,
    second_id: int,
    informant: str = Informant.SELF,
    informant_name: str = "",
    place: str = Place.HOME,
    filled_at: datetime | None = None,
    at: datetime | None = None,
) -> Assessment:
    """Score a filled form and close its order. The same `ref` again gives the same result and changes nothing.

    `version` is that of the order the form was filled on: a change meanwhile is a conflict.
    """
    rows = AssessmentOrder.objects.select_for_update(of=("self",)).select_related("elder", "agency")
    order: AssessmentOrder = load(rows, actor, rights.ASSESSMENT_ASSESS, pk=order_id)
    known: Assessment | None = Assessment.objects.filter(ref=ref).first()
    if known is not None:
        return _sent_again(known, order)
    at = at or clock.now()
    _ensure_unchanged(order, version)
    refuse_future(assessed_on, at, "assessed_on")
    _ensure_not_before(order, assessed_on)
    ensure_accredited(order.agency_id, assessed_on)
    elder = elder_of(actor, order.elder_id)
    rule = terms(assessed_on)
    _team.ensure_team(order.agency_id, (lead_id, second_id), assessed_on, rule)
    scored = _scoring.scored(order.instrument, sheet)
    row = _keep(
        actor, elder, scored, sheet, rule, assessed_on=assessed_on, at=at, ref=ref, order=order,
        lead_id=lead_id, second_id=second_id, informant=informant, informant_name=informant_name.strip(),
        place=place, filled_at=filled_at,
    )  # fmt: skip
    _close(order, at)
    _registry.level_tell(row, at)
    _tell(actor, audit_codes.COMPLETED, row, rule, at)
    events.publish(AssessmentOrderClosed(order.pk, elder.pk, elder.area_code, is_done=True))
    return row


@transaction.atomic
def result_take_over(  # noqa: PLR0913  the facts of an earlier result
    *,
    actor: Actor,
    elder_id: int,
    instrument: str,
    sheet: Sheet,
    assessed_on: date,
    source_note: str,
    ref: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Assessment:
    """Keep an assessment that was made before this house, with its answers; scored anew, marked as taken over."""
    at = at or clock.now()
    elder = elder_of(actor, elder_id)
    require(actor, rights.ASSESSMENT_ORDER)
    refuse_future(assessed_on, at, "assessed_on")
    rule = terms(assessed_on)
    scored = _scoring.scored(instrument, sheet)
    row = _keep(
        actor, elder, scored, sheet, rule, assessed_on=assessed_on, at=at,
        origin=Origin.TAKEN_OVER, source_note=source_note, ref=ref or uuid.uuid4(),
    )  # fmt: skip
    ensure_still_visible(row, Assessment.objects.all(), actor)
    _registry.level_tell(row, at)
    _tell(actor, audit_codes.TAKEN_OVER, row, rule, at)
    return row


@transaction.atomic
def result_rescore(
    *,
    actor: Actor,
    assessment_id: int,
    instrument: str,
    supplement: Mapping[str, object] = NONE,
    at: datetime | None = None,
) -> Assessment:
    """Read a result's answers under another standard: a further result, marked so. The old grade stays what it was.

    It is valid no longer than the old one, and neither the register nor a benefit rests on it unless asked for by its
    standard. Refused while items of the new standard have no answer.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("elder")
    old: Assessment = load(rows, actor, rights.ASSESSMENT_ORDER, pk=assessment_id)
    at = at or clock.now()
    walk = crosswalks().get((old.instrument, instrument))
    if walk is None:
        raise DomainError(
            "no-crosswalk",
            _("Answers of one of these standards are not read under the other."),
            field="instrument",
            remedy=_("Order an assessment under the standard that is needed."),
        )
    known = instruments()
    done = rescore(
        known[old.instrument], known[instrument], _scoring.sheet_of(old), walk, supplement
    )
    if done.new is None:
        raise _scoring.missing(known[instrument], done)
    sheet = Sheet(
        {**done.carried, **supplement}, old.sheet.get("diagnoses"), old.sheet.get("events_30d")
    )
    rule = terms(old.assessed_on)
    try:
        with transaction.atomic():
            row = _keep(
                actor, old.elder, done.new, sheet, rule, assessed_on=old.assessed_on, at=at,
                origin=Origin.RESCORED, rescored_from=old, ref=uuid.uuid4(), source_note=done.source[:200],
                valid_until=old.valid_until,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(
            "rescored-already",
            _("This result has been re-scored under that standard already."),
            remedy=_("Look at the elder's results."),
        ) from error
    _tell(actor, audit_codes.RESCORED, row, rule, at)
    return row


def _sent_again(known: Assessment, order: AssessmentOrder) -> Assessment:
    if known.order_id == order.pk:
        return known
    raise Conflict(
        "ref-taken",
        _("This form has been recorded for another order."),
        remedy=_("Open the order's own form."),
    )


def _ensure_unchanged(order: AssessmentOrder, version: int) -> None:
    ensure_open(order)
    if order.version != version:
        raise Conflict(
            "order-changed",
            _("The order was changed while the form was being filled."),
            field="version",
            remedy=_("Compare what the order says now with your form, then send it again."),
        )


def _ensure_not_before(order: AssessmentOrder, assessed_on: date) -> None:
    if assessed_on < clock.legal_day(order.ordered_at):
        raise DomainError(
            "assessed-before-order",
            _("The assessment lies before its order."),
            field="assessed_on",
            remedy=_("Check the day."),
        )


def _keep(  # noqa: PLR0913  the columns of a result
    actor: Actor,
    elder: Any,
    scored: Result,
    sheet: Sheet,
    rule: Terms,
    *,
    assessed_on: date,
    at: datetime,
    **more: Any,
) -> Assessment:
    scale = rule.scale.get(scored.instrument)
    if scale is None:
        raise DomainError(
            "no-result-instrument",
            _("This standard screens or measures a part; no result can rest on it alone."),
            field="instrument",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(rule.scale)},
        )
    until = more.pop("valid_until", None) or valid_until(
        assessed_on, rule.valid_months[scored.instrument]
    )
    before = (
        Assessment.objects.filter(elder=elder, scale=scale, assessed_on__lte=assessed_on)
        .exclude(origin=Origin.RESCORED)
        .order_by("-assessed_on", "-id")
        .first()
    )
    row: Assessment = Assessment.objects.create(
        elder=elder,
        instrument=scored.instrument,
        instrument_version=scored.version,
        scale=scale,
        sheet=asdict(sheet),
        subtotals=dict(scored.subtotals),
        total=scored.total,
        preliminary_level=scored.preliminary_level,
        level=scored.level,
        reasons=_scoring.reasons_kept(scored),
        notes=list(scored.notes),
        assessed_on=assessed_on,
        valid_from=assessed_on,
        valid_until=until,
        supersedes=None if more.get("rescored_from") else before,
        recorded_at=at,
        **actor_values(actor),
        **more,
    )
    return row


def _close(order: AssessmentOrder, at: datetime) -> None:
    order.state, order.closed_at = str(OrderState.DONE), at
    order.version += 1
    order.save(update_fields=["state", "closed_at", "version"])


def _tell(actor: Actor, code: str, row: Assessment, rule: Terms, at: datetime) -> None:
    after: dict[str, object] = {
        "instrument": row.instrument,
        "level": row.level,
        "valid_until": row.valid_until,
    }
    _telling.record(actor, code, row.elder, of=row, after=after, clause=rule.clause, at=at)
    events.publish(
        AssessmentCompleted(
            row.pk,
            row.elder_id,
            row.elder.area_code,
            row.scale,
            row.instrument,
            row.level,
            row.assessed_on,
            row.valid_until,
            is_rescored=row.origin == Origin.RESCORED,
        )
    )

"""Accrediting agencies and keeping the register of their assessors."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangyu.city.organisations.selectors import organisation_get, works_for
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.assessment import audit_codes, rights
from sangyu.people.assessment.models import Accreditation, Assessor
from sangyu.people.assessment.models.columns import actor_values
from sangyu.people.assessment.services._checks import ensure_accredited


@transaction.atomic
def agency_accredit(
    *, actor: Actor, agency_id: int, on: date, proof: str, at: datetime | None = None
) -> Accreditation:
    """Let an agency of one's area assess from a day on, by a decision (`proof`)."""
    require(actor, rights.ASSESSMENT_ACCREDIT)
    agency = organisation_get(agency_id)
    require_area(actor, agency.area_code)
    if agency.kind != OrganisationKind.AGENCY:
        raise DomainError(
            "not-an-agency",
            _("Only an agency can be accredited: assessments are made by third parties."),
            field="agency_id",
            remedy=_("Choose an agency, or have it put on the register of units first."),
        )
    at = at or clock.now()
    values = {"agency": agency, "started_on": on, "proof": proof, "recorded_at": at}
    try:
        with transaction.atomic():
            row: Accreditation = Accreditation.objects.create(**values, **actor_values(actor))
    except IntegrityError as error:
        raise Conflict(
            "accredited-already",
            _("This agency is accredited already."),
            remedy=_("End the present accreditation first."),
        ) from error
    _record(actor, audit_codes.ACCREDITED, agency, {"on": on, "proof": proof}, at)
    return row


@transaction.atomic
def accreditation_end(
    *, actor: Actor, accreditation_id: int, on: date, reason: str, at: datetime | None = None
) -> Accreditation:
    """From `on` the agency gets no more orders and records no more results."""
    rows = Accreditation.objects.select_for_update(of=("self",)).select_related("agency")
    row: Accreditation = load(rows, actor, rights.ASSESSMENT_ACCREDIT, pk=accreditation_id)
    require_area(actor, row.agency.area_code)
    _ensure_endable(row.started_on, row.ended_on, on)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    after = {"until": on, "reason": reason}
    _record(actor, audit_codes.ACCREDITATION_ENDED, row.agency, after, at or clock.now())
    return row


@transaction.atomic
def assessor_keep(  # noqa: PLR0913  what is known of an assessor
    *,
    actor: Actor,
    agency_id: int,
    name: str,
    certificate: str,
    is_medical: bool,
    on: date,
    account_id: int | None = None,
    at: datetime | None = None,
) -> Assessor:
    """Put an assessor of an accredited agency on the register, with the certificate that qualifies."""
    require(actor, rights.ASSESSMENT_ACCREDIT)
    agency = organisation_get(agency_id)
    require_area(actor, agency.area_code)
    ensure_accredited(agency_id, on)
    if account_id is not None and not works_for(account_id=account_id, organisation_id=agency_id):
        raise DomainError(
            "account-elsewhere",
            _("This account has no post in the agency."),
            field="account_id",
            remedy=_("Choose an account of the agency, or leave it out."),
        )
    at = at or clock.now()
    try:
        with transaction.atomic():
            row: Assessor = Assessor.objects.create(
                agency=agency, name=name, certificate=certificate, is_medical=is_medical,
                started_on=on, account_id=account_id, recorded_at=at, **actor_values(actor),
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(
            "assessor-kept-already",
            _("An assessor with this certificate is on the agency's register already."),
            field="certificate",
            remedy=_("Check the number."),
        ) from error
    after = {"on": on, "certificate": certificate, "is_medical": is_medical}
    _record(actor, audit_codes.ASSESSOR_KEPT, agency, after, at, name)
    return row


@transaction.atomic
def assessor_end(
    *, actor: Actor, assessor_id: int, on: date, at: datetime | None = None
) -> Assessor:
    """From `on` the assessor makes no more assessments."""
    rows = Assessor.objects.select_for_update(of=("self",)).select_related("agency")
    row: Assessor = load(rows, actor, rights.ASSESSMENT_ACCREDIT, pk=assessor_id)
    require_area(actor, row.agency.area_code)
    _ensure_endable(row.started_on, row.ended_on, on)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    _record(
        actor, audit_codes.ASSESSOR_ENDED, row.agency, {"until": on}, at or clock.now(), row.name
    )
    return row


def _ensure_endable(started_on: date, ended_on: date | None, on: date) -> None:
    if ended_on is not None:
        raise Conflict("ended-already", _("This has ended already."))
    if on < started_on:
        raise DomainError(
            "end-before-start",
            _("The end lies before the beginning."),
            field="on",
            remedy=_("Check the day."),
        )


def _record(
    actor: Actor,
    code: str,
    agency: object,
    after: dict[str, object],
    at: datetime,
    label: str = "",
) -> None:
    audit.record(
        actor,
        code,
        kind="agency",
        id=agency.pk,  # type: ignore[attr-defined]  # the organisation's row
        area_code=agency.area_code,  # type: ignore[attr-defined]
        label=label or str(agency),
        after=after,
        at=at,
    )

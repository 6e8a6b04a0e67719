"""Writes of the recognition room: a report is issued, taken as a file, withdrawn; its code is checked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock, pii
from sangyu.kernel.access import ensure_still_visible, load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.assessment.rules.validity import Standing
from sangyu.people.assessment.selectors.standing import ResultStanding, result_standing
from sangyu.people.assessment.services.reporting import ReportMaterial, report_material
from sangyu.people.recognition import audit_codes, policy, rights
from sangyu.people.recognition.models import AssessmentReport, CodeCheck
from sangyu.people.recognition.rules import code_of, code_parse
from sangyu.people.recognition.types import Checked, Outcome

CODE_LABEL = "assessment-report-code"
CALLER_LABEL = "recognition-caller"
WINDOW = timedelta(hours=1)


class TooMany(DomainError):
    """One address has tried too many codes that no report bears."""

    status: ClassVar[int] = 429


@transaction.atomic
def report_issue(
    *, actor: Actor, assessment_id: int, purpose: str, at: datetime | None = None
) -> AssessmentReport:
    """Issue a report of a result, with a code of its own. Refused once the result has expired."""
    at = at or clock.now()
    material = report_material(actor=actor, assessment_id=assessment_id, at=at)
    require(actor, rights.REPORT_ISSUE)
    if clock.legal_day(at) > material.valid_until:
        raise DomainError(
            "result-expired",
            _("The result has expired; a report of it would be worth nothing."),
            remedy=_("Order a re-assessment."),
        )
    issued = AssessmentReport.objects.filter(assessment_id=assessment_id)
    serial = (issued.aggregate(last=Max("serial"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            report: AssessmentReport = AssessmentReport.objects.create(
                assessment_id=assessment_id,
                serial=serial,
                code=code_of(pii.blind_index(f"{material.ref}/{serial}", CODE_LABEL)),
                purpose=purpose.strip(),
                issued_at=at,
                issued_by=actor.label[:60],
                issued_unit=actor.organisation_name,
            )
    except IntegrityError as error:
        raise Conflict(
            "issued-meanwhile",
            _("Another report of this result was issued at the same moment."),
            remedy=_("Try again."),
        ) from error
    ensure_still_visible(report, AssessmentReport.objects.all(), actor)
    _tell(actor, audit_codes.ISSUED, report, at, purpose=report.purpose)
    return report


@transaction.atomic
def report_take(
    *, actor: Actor, report_id: int, format_: str, at: datetime | None = None
) -> tuple[AssessmentReport, ReportMaterial]:
    """What a report says, to be made into a file; a withdrawn one is given to nobody."""
    at = at or clock.now()
    report = _load(actor, report_id, rights.REPORT_VIEW)
    if report.withdrawn_at is not None:
        raise Conflict(
            "report-withdrawn",
            _("This report has been withdrawn."),
            remedy=_("Issue another one if it is still needed."),
        )
    material = report_material(actor=actor, assessment_id=report.assessment_id, at=at)
    _tell(actor, audit_codes.TAKEN, report, at, format=format_)
    return report, material


@transaction.atomic
def report_withdraw(
    *, actor: Actor, report_id: int, reason: str, at: datetime | None = None
) -> AssessmentReport:
    """Withdraw a report: its code says so from now on. The result itself is not touched."""
    at = at or clock.now()
    report = _load(actor, report_id, rights.REPORT_ISSUE, is_locked=True)
    if report.withdrawn_at is not None:
        raise Conflict("report-withdrawn", _("This report has been withdrawn."))
    report.withdrawn_at, report.withdrawn_reason = at, reason.strip()
    report.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _tell(actor, audit_codes.WITHDRAWN, report, at, reason=report.withdrawn_reason)
    return report


@transaction.atomic
def code_check(*, actor: Actor, text: str, caller: str, at: datetime | None = None) -> Checked:
    """What the code on a document tells: validity and level. A slip is refused before anything is looked up.

    `caller`: the network address; only a keyed index of it is kept, to limit tries of codes that no report bears.
    """
    at = at or clock.now()
    code = code_parse(text)
    if code is None:
        raise DomainError(
            "code-mistyped",
            _("This is not a whole verification code; a letter may be wrong."),
            field="code",
            remedy=_("Compare it with the document: five groups of four letters and digits."),
        )
    index = pii.blind_index(caller, CALLER_LABEL)
    _ensure_not_guessing(index, at)
    report = AssessmentReport.objects.select_related("assessment__elder").filter(code=code).first()
    checked = _checked(actor, report, at) if report else Checked(Outcome.UNKNOWN)
    CodeCheck.objects.create(report=report, outcome=checked.outcome, caller=index, at=at)
    if report:
        _tell(actor, audit_codes.CHECKED, report, at, outcome=str(checked.outcome))
    return checked


def _ensure_not_guessing(index: bytes, at: datetime) -> None:
    tried = CodeCheck.objects.filter(
        caller=index, outcome=Outcome.UNKNOWN, at__gt=at - WINDOW, at__lte=at
    ).count()
    if tried >= policy.unknown_per_hour(clock.legal_day(at)):
        raise TooMany(
            "too-many-checks",
            _("Too many unknown codes were tried from here."),
            field="code",
            remedy=_("Try again in an hour, or ask the office that issued the document."),
        )


def _checked(actor: Actor, report: AssessmentReport, at: datetime) -> Checked:
    if report.withdrawn_at is not None:
        return Checked(Outcome.WITHDRAWN)
    found = result_standing(actor=actor, assessment_id=report.assessment_id, on=clock.legal_day(at))
    return Checked(
        _outcome(found),
        instrument=found.instrument,
        level=found.level,
        level_name=found.level_name,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
    )


def _outcome(found: ResultStanding) -> Outcome:
    if found.standing is Standing.EXPIRED:
        return Outcome.EXPIRED
    if found.standing is Standing.NOT_YET:
        return Outcome.NOT_YET
    return Outcome.REPLACED if found.is_followed else Outcome.VALID


def _load(actor: Actor, report_id: int, right: str, *, is_locked: bool = False) -> AssessmentReport:
    rows = AssessmentReport.objects.select_related("assessment__elder")
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    report: AssessmentReport = load(rows, actor, right, pk=report_id)
    return report


def _tell(actor: Actor, code: str, report: AssessmentReport, at: datetime, **after: object) -> None:
    elder = report.assessment.elder
    audit.record(
        actor, code, kind="assessmentreport", id=report.pk, area_code=elder.area_code,
        label=pii.mask_name(elder.name), after=after, at=at,
    )  # fmt: skip

"""A report is issued, taken as a file, checked by whoever holds it, withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from docx import Document

from sangyu.city.organisations.tests.factories import make_actor
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.people.assessment.models import Assessment
from sangyu.people.assessment.tests.factories import Agency, make_agency, make_order, make_result
from sangyu.people.recognition import policy
from sangyu.people.recognition.documents import pdf, word
from sangyu.people.recognition.documents.blocks import Facts, Text, blocks_of
from sangyu.people.recognition.models import AssessmentReport, CodeCheck
from sangyu.people.recognition.rules import code_of, code_shown
from sangyu.people.recognition.services import (
    TooMany,
    code_check,
    report_issue,
    report_take,
    report_withdraw,
)
from sangyu.people.recognition.types import Outcome
from sangyu.people.registry.tests.factories import make_elder

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, 2, tzinfo=UTC)
PUBLIC = system_actor("public-check")
NAME = "示例长者"
ADDRESS = "https://example.test/reports/verify/"


def made(total: int = 50) -> tuple[Agency, Assessment]:
    agency = make_agency()
    return agency, make_result(agency, make_order(agency, make_elder(name=NAME).pk), total)


def issued(agency: Agency, result: Assessment) -> AssessmentReport:
    return report_issue(actor=agency.clerk, assessment_id=result.pk, purpose="适老化改造", at=AT)


def checked(code: str, at: datetime = AT, caller: str = "192.0.2.1") -> Outcome:
    return code_check(actor=PUBLIC, text=code, caller=caller, at=at).outcome


def test_the_code_tells_validity_and_level_and_nothing_else() -> None:
    agency, result = made()
    report = issued(agency, result)
    found = code_check(actor=PUBLIC, text=code_shown(report.code), caller="192.0.2.1", at=AT)
    assert (found.outcome, found.level) == (Outcome.VALID, 2)
    assert (found.valid_from, found.valid_until) == (result.valid_from, result.valid_until)
    check = CodeCheck.objects.get()
    assert (check.report, check.outcome, len(check.caller)) == (report, "valid", 32)
    entry = AuditEntry.objects.get(action="recognition.report.checked")
    assert entry.after == {"outcome": "valid"}
    assert NAME not in entry.object_label


def test_every_report_of_a_result_has_a_code_of_its_own() -> None:
    agency, result = made()
    first, second = issued(agency, result), issued(agency, result)
    assert (first.serial, second.serial) == (1, 2)
    assert first.code != second.code
    report_withdraw(actor=agency.officer, report_id=first.pk, reason="写错用途", at=AT)
    assert (checked(first.code), checked(second.code)) == (Outcome.WITHDRAWN, Outcome.VALID)


def test_a_result_runs_out_or_is_followed_by_another() -> None:
    agency, result = made()
    report = issued(agency, result)
    last = datetime(2027, 3, 9, 2, tzinfo=UTC)
    assert checked(report.code, last) == Outcome.VALID
    assert checked(report.code, last + timedelta(days=1)) == Outcome.EXPIRED
    order = make_order(agency, result.elder_id, occasion="routine", at=AT)
    make_result(agency, order, 20, assessed_on=AT.date(), at=AT)
    assert checked(report.code) == Outcome.REPLACED


def test_an_expired_result_gets_no_report() -> None:
    agency, result = made()
    late = datetime(2027, 3, 10, 2, tzinfo=UTC)
    with pytest.raises(DomainError) as refusal:
        report_issue(actor=agency.clerk, assessment_id=result.pk, purpose="x", at=late)
    assert refusal.value.code == "result-expired"
    assert not AssessmentReport.objects.exists()


def test_who_may_issue_and_withdraw() -> None:
    agency, result = made()
    worker = make_actor("community_worker", agency.clerk.area_code)
    stranger = make_actor("officer", "371502")
    report = issued(agency, result)
    for actor, kind in ((worker, Forbidden), (stranger, NotFound)):
        with pytest.raises(kind):
            report_issue(actor=actor, assessment_id=result.pk, purpose="x", at=AT)
        with pytest.raises(kind):
            report_withdraw(actor=actor, report_id=report.pk, reason="x", at=AT)
    report_withdraw(actor=agency.clerk, report_id=report.pk, reason="x", at=AT)
    with pytest.raises(Conflict):
        report_withdraw(actor=agency.clerk, report_id=report.pk, reason="x", at=AT)
    with pytest.raises(Conflict):
        report_take(actor=agency.clerk, report_id=report.pk, format_="pdf", at=AT)


def test_a_slip_is_named_and_costs_nothing_but_guessing_is_stopped() -> None:
    agency, result = made()
    report = issued(agency, result)
    with pytest.raises(DomainError) as refusal:
        checked("ABCD-EFGH")
    assert (refusal.value.code, refusal.value.field) == ("code-mistyped", "code")
    assert not CodeCheck.objects.exists()
    for number in range(policy.unknown_per_hour(AT.date())):
        assert checked(code_of(number.to_bytes(12, "big"))) == Outcome.UNKNOWN
    for code in (code_of(b"\xff" * 12), report.code):
        with pytest.raises(TooMany):
            checked(code)
    assert checked(report.code, caller="192.0.2.2") == Outcome.VALID
    assert checked(report.code, AT + timedelta(hours=1, seconds=1)) == Outcome.VALID


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_both_files_say_the_same(format_: str) -> None:
    agency, result = made()
    report, material = report_take(
        actor=agency.clerk, report_id=issued(agency, result).pk, format_=format_, at=AT
    )
    blocks = blocks_of(report, material, ADDRESS)
    text = (
        _docx_text(word.document(blocks)) if format_ == "docx" else _pdf_text(pdf.document(blocks))
    )
    for part in (
        NAME,
        code_shown(report.code),
        "2026年3月10日",
        "2027年3月9日",
        "中度",
        ADDRESS,
        "示护",
    ):
        assert part in text, part
    assert AuditEntry.objects.filter(action="recognition.report.taken").count() == 1


def _docx_text(content: bytes) -> str:
    doc = Document(BytesIO(content))
    cells = [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in doc.paragraphs), *cells])


def _pdf_text(content: bytes) -> str:
    file = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in file)
    return text.replace("\r", "").replace("\n", "")


def test_a_long_report_goes_on_to_another_page_and_no_line_leaves_it() -> None:
    """90 letters of 11 points in 321 points take four lines, 68.2 points; ten such rows fill a page of 710."""
    rows = [(f"项目{number}", "长" * 90) for number in range(40)]
    content = pdf.document([Facts(rows), Text("末" * 100)])
    file = pypdfium2.PdfDocument(content)
    assert len(file) == 5
    assert _pdf_text(content).count("长") == 40 * 90
    for page in file:
        for mark in page.get_objects():
            left, bottom, right, top = mark.get_bounds()
            assert 0 < left < right < pdf.WIDTH
            assert 0 < bottom < top < pdf.HEIGHT


def test_anybody_checks_a_code_on_the_public_page() -> None:
    agency, result = made()
    report = issued(agency, result)
    client, url = Client(), reverse("recognition:verify")
    assert client.get(url).status_code == 200
    with time_machine.travel(AT):
        good = client.post(url, {"code": code_shown(report.code).lower()})
        slip = client.post(url, {"code": "1234"})
        unknown = client.post(url, {"code": code_of(b"\xff" * 12)})
    body = good.content.decode()
    assert (good.status_code, slip.status_code, unknown.status_code) == (200, 422, 200)
    assert "中度" in body
    for secret in (NAME, "示护", report.purpose, agency.unit.name):
        assert secret not in body
    assert "no-cache" in good["Cache-Control"]

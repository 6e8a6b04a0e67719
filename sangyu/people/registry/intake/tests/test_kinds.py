"""The ways in which lists come broken, each through the pages, in both languages: refused, or read with its message.

A file that cannot be read says what, why and what to do. A file that can be read loses no good row: the notices say
what was done with the file, the rows that stay out say where, why and what to do.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel.errors import DomainError
from sangyu.people.registry.intake import services
from sangyu.people.registry.intake.notices import sentence
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.intake.tests import broken, files, world
from sangyu.people.registry.intake.tests.broken import GOOD, sheet, text
from sangyu.people.registry.intake.tests.files import HEADER
from sangyu.people.registry.intake.tests.world import person
from sangyu.people.registry.models import Elder, ImportBatch, ImportRow
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff]")
LANGUAGES = ("zh-hans", "en")
Make = Callable[[Path], Path]


@dataclass(frozen=True)
class Kind:
    """One way to be broken. Either the whole file is `refused`, or `good` people come in."""

    what: str
    make: Make
    refused: str = ""
    good: int = 3
    said: frozenset[str] | set[str] = frozenset()
    """Codes of what is said about the file."""
    rows: Mapping[int, str] = field(default_factory=dict)
    """What is said about which row."""


def xlsx(*rows: list[str]) -> Make:
    return lambda folder: files.xlsx(folder / "a.xlsx", rows)


def among(bad: list[str], *more: list[str]) -> Make:
    """The bad rows between two good ones."""
    return lambda folder: sheet(folder, person(1), bad, *more, person(9))


def csv(encoding: str, name: str = "list.csv") -> Make:
    return lambda folder: text(folder, files.csv_bytes(GOOD, encoding), name)


WRONG_CHECK = files.resident_id(2)[:17] + ("1" if files.resident_id(2)[17] != "1" else "2")
CODES = ("name", "id", "sex", "birth_date", "phone", "town", "community", "address", "living")
"""What the user says of columns that have no heading."""
NOWHERE = person(2, **{"社区(村)": "没有的社区"})
KINDS = [
    # the file is refused
    Kind("an empty file", lambda f: text(f, b"", "a.xlsx"), "file.empty"),
    Kind("cut off in the middle", broken.truncated, "file.damaged"),
    Kind("half a sheet", broken.broken_xml, "file.damaged"),
    Kind("a workbook without its sheets", broken.no_sheets, "file.damaged"),
    Kind("an old binary file that is none", broken.broken_xls, "file.damaged"),
    Kind("macros (.xlsm)", broken.macros, "file.macros"),
    Kind("a password", broken.password, "file.encrypted"),
    Kind("a zip bomb", broken.zip_bomb, "file.bomb"),
    Kind("an entity bomb", broken.entities, "file.entities"),
    Kind("two cells far apart", broken.far_cells, "file.too_many_cells"),
    Kind("an OpenDocument repeating cells", broken.far_cells_ods, "file.too_many_cells"),
    Kind("a web page called .xls", broken.html, "file.web_page"),
    Kind("a zip of lists", broken.archive, "file.archive"),
    Kind("a PDF", lambda f: text(f, b"%PDF-1.7 ...", "a.xlsx"), "file.wrong_kind"),
    Kind("a picture", lambda f: text(f, b"\x89PNG\r\n\x1a\n" + bytes(50), "a.xlsx"), "file.wrong_kind"),
    Kind("bytes of no kind", lambda f: text(f, struct.pack("<64I", *range(64))), "file.unknown_kind"),
    Kind("a quotation mark that never ends", broken.unmatched_quote, "file.csv_quotes"),
    Kind("an empty sheet", lambda f: files.xlsx(f / "a.xlsx", []), "sheet.empty"),
    Kind("a header only", xlsx(list(HEADER)), "sheet.no_rows"),
    Kind("one column", xlsx(["李明"], ["王芳"]), "sheet.one_column"),
    Kind("a list of something else", xlsx(["品名", "数量"], ["轮椅", "3"], ["拐杖", "5"]), "sheet.no_header"),
    Kind("neither name nor number", xlsx(["性别", "民族"], ["男", "苗族"]), "sheet.no_header"),
    # the file is odd, and read whole
    Kind("the list in the second sheet", broken.wrong_sheet_first, said={"sheet.chosen"}),
    Kind("the list in a hidden sheet", broken.hidden_sheet, said={"sheet.chosen", "sheet.hidden"}),
    Kind("the header in row 3", broken.title_rows, said={"header.below"}),
    Kind("a header of two lines", broken.two_lines),
    Kind("no header", lambda f: files.xlsx(f / "a.xlsx", GOOD[1:]), said={"header.missing"}),
    Kind("one heading twice", broken.column_twice, said={"header.twice"}),
    Kind("hidden rows", broken.hidden_rows, said={"rows.hidden"}),
    Kind("hidden columns", broken.hidden_columns, said={"columns.hidden"}),
    Kind("cells merged downwards", broken.merged_down, said={"cells.merged"}),
    Kind("blank rows in between", broken.blank_rows, said={"header.below"}),
    Kind("a million formatted rows", broken.empty_formatted),
    Kind("links and pictures", broken.links_and_pictures, said={"file.extras"}),
    Kind("an Excel 97 file", broken.old_xls),
    Kind("an .xlsx called .xls", broken.renamed),
    Kind("an OpenDocument", lambda f: files.ods(f / "a.ods", GOOD)),
    Kind("days counted from 1904", broken.mac_days),
    Kind("full-width digits", broken.full_width),
    Kind("a CSV with a byte-order mark", csv("utf-8-sig")),
    Kind("a CSV in GBK", csv("gbk"), said={"text.encoding"}),
    Kind("a CSV called .xls", csv("gbk", "a.xls"), said={"text.encoding"}),
    Kind("text with tabs in UTF-16", broken.utf16_tabs, said={"text.encoding"}),
    Kind("a CSV with semicolons", broken.semicolons),
    # some rows stay out
    Kind("a cell of 20 MB", broken.huge_cell, good=2, rows={3: "cell.long"}),
    Kind("a very long text", among(person(2, 现住址="长" * 500)), good=2, rows={3: "cell.long"}),
    Kind("a formula", among(person(2, 现住址="=cmd|'/C calc'!A0")), good=2, rows={3: "cell.formula"}),
    Kind("a cell that shows an error", broken.error_cells, good=2, rows={3: "cell.error"}),
    Kind("turned letters", among(person(2, 现住址="文化路\u202e2号")), good=2, rows={3: "cell.control"}),
    Kind("a smiley in a name", among(person(2, 姓名="李明😀")), good=2, rows={3: "name.digits"}),
    Kind("an ID that became a number", broken.ids_as_numbers, good=2, rows={3: "id.spreadsheet"}),
    Kind("an ID that does not check", among(person(2, 身份证号=WRONG_CHECK)), good=2, rows={3: "id.check"}),
    Kind("an ID of 17 digits", among(person(2, 身份证号=WRONG_CHECK[:17])), good=2, rows={3: "id.length"}),
    Kind("an ID of 15 digits", among(person(2, 身份证号="990000500501002", 性别="女")), rows={3: "id.legacy"}),
    Kind("an ID twice, another name", among(person(1, 姓名="王另一")), good=2, rows={3: "id.duplicate"}),
    Kind("a row twice", among(person(1)), good=2, rows={3: "row.repeated"}),
    Kind("a year of two digits", among(person(2, 出生日期="50.1.1")), good=2, rows={3: "date.short-year"}),
    Kind("a day that never was", among(person(2, 出生日期="1950-02-30")), good=2, rows={3: "date.impossible"}),
    Kind("a birthday in the lunar calendar", among(person(2, 出生日期="农历正月初二")), good=2, rows={3: "date.lunar"}),
    Kind("a community that is none", among(NOWHERE), good=2, rows={3: "area.unknown-bare"}),
    Kind("a total below", among(["合计", "2人"]), good=2, rows={3: "row.footer"}),
    Kind("the header on each page", among(list(HEADER)), good=2, rows={3: "row.header"}),
]  # fmt: skip


@pytest.fixture
def post(tmp_path: Path, settings: LazySettings) -> Membership:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.load_areas()
    return make_post("town_clerk", world.TOWN)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.what for kind in KINDS])
def test_a_broken_list(post: Membership, tmp_path: Path, kind: Kind) -> None:
    path = kind.make(tmp_path)
    if kind.refused:
        check_refused(post, path, kind.refused)
    else:
        check_read(post, path, kind)


def check_refused(post: Membership, path: Path, code: str) -> None:
    """The form says why and what to do, and nothing is kept."""
    for language in LANGUAGES:
        with translation.override(language), pytest.raises(DomainError) as refused:
            services.batch_upload(actor=actor_of(post), file=upload_of(path))
        assert refused.value.code == code
        with translation.override(language):
            message, remedy = str(refused.value.message), str(refused.value.remedy)
        assert_in_language(language, message, remedy)
        answer = client_of(post, language).post("/import/new/", {"file": upload_of(path)})
        assert answer.status_code == 422
        assert escape(message) in answer.content.decode()
        assert escape(remedy) in answer.content.decode()
    assert not ImportBatch.objects.exists()


def check_read(post: Membership, path: Path, kind: Kind) -> None:
    """What was done is said, what stays out says why, and every good row comes in."""
    actor = actor_of(post)
    batch = services.batch_upload(actor=actor, file=upload_of(path))
    assert {notice["code"] for notice in batch.notices} == set(kind.said)
    for language in LANGUAGES:
        page = client_of(post, language).get(f"/import/{batch.pk}/columns/").content.decode()
        with translation.override(language):
            told = [sentence(notice["code"], notice["params"]) for notice in batch.notices]
        for words in told:
            assert_in_language(language, words)
            assert escape(words) in page
    named = {"fields": dict(enumerate(CODES))} if "header.missing" in kind.said else {}
    world.check(batch, actor=actor, **named)
    check_rows(post, batch, kind)
    services.batch_commit(actor=actor, batch=batch)
    world.run(batch)
    assert Elder.objects.count() == kind.good
    assert set(Elder.objects.values_list("birth_date__year", flat=True)) == {1950}


def check_rows(post: Membership, batch: ImportBatch, kind: Kind) -> None:
    """Each row that is named says its problem on the preview: where, why, what to do."""
    rows = {row.number: row for row in ImportRow.objects.filter(batch=batch)}
    for number, code in kind.rows.items():
        problems = [CellProblem.from_json(one) for one in rows[number].problems]
        assert code in {problem.code for problem in problems}, (number, problems)
        for language in LANGUAGES:
            page = client_of(post, language).get(f"/import/{batch.pk}/?view=all").content.decode()
            with translation.override(language):
                told = [
                    words
                    for problem in problems
                    for words in (problem.why, problem.remedy)
                    if problem.code == code
                ]
            assert_in_language(language, *told)
            assert all(escape(words) in page for words in told)
    kept_out = {number for number, row in rows.items() if row.state == "bad"}
    assert kept_out <= set(kind.rows)


def assert_in_language(language: str, *texts: str) -> None:
    """Said, and in words of this language (an English sentence may quote the list's own Chinese)."""
    for words in texts:
        assert words
        assert bool(HAN.search(words)) or language == "en", words
        assert language == "zh-hans" or re.search(r"[A-Za-z]{3}", words), words


def upload_of(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def client_of(post: Membership, language: str) -> Client:
    client = signed_in(post)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def test_there_are_kinds_enough() -> None:
    assert len(KINDS) >= 30

"""The pages of imports through HTTP, as a town clerk, a colleague of another town, and people without the right."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel import work
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.work.models import Job
from sangyu.people.registry.intake import workbooks
from sangyu.people.registry.intake.tests import files, world
from sangyu.people.registry.intake.tests.world import person
from sangyu.people.registry.models import Elder, ImportBatch
from sangyu.people.registry.pages.sheet import _text
from tests.permissions import signed_in


@pytest.fixture(autouse=True)
def _world(db: None, tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.load_areas()


@pytest.fixture
def clerk() -> Client:
    return signed_in(make_post("town_clerk", world.TOWN))


def upload(client: Client, folder: Path, rows: list[list[str]]) -> ImportBatch:
    data = files.xlsx(folder / "list.xlsx", [files.HEADER, *rows]).read_bytes()
    answer = client.post("/import/new/", {"file": SimpleUploadedFile("名单.xlsx", data)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.get()


def settings_of(batch: ImportBatch) -> dict[str, str]:
    fields = {f"column_{c['index']}": c["field"] for c in batch.columns}
    return fields | {"source": "civil_affairs", "effective_on": "2026-11-01", "proof": "民政名单"}


def run(batch: ImportBatch) -> None:
    batch.refresh_from_db()
    assert work.run_now(Job.objects.get(pk=batch.job_id or 0)).state == "done"
    batch.refresh_from_db()


def test_a_list_goes_from_the_file_to_the_register_and_back(clerk: Client, tmp_path: Path) -> None:
    batch = upload(clerk, tmp_path, [person(1), person(2, 居住状况="和狗")])
    page = clerk.get(f"/import/{batch.pk}/columns/").content.decode()
    assert "身份证号" in page
    assert files.resident_id(1) not in page

    answer = clerk.post(f"/import/{batch.pk}/columns/", settings_of(batch))
    assert answer.status_code == 302
    run(batch)
    preview = clerk.get(f"/import/{batch.pk}/?view=refused").content.decode()
    assert "I 居住状况" in preview
    assert "和狗" in preview
    assert files.resident_id(2) not in preview

    mend = clerk.get(f"/import/{batch.pk}/rows/3/")
    assert mend.status_code == 200
    assert files.resident_id(2) not in mend.content.decode()
    assert AuditEntry.objects.filter(action="pii.viewed").exists()
    assert clerk.post(f"/import/{batch.pk}/rows/3/", {"cell_8": "和猫"}).status_code == 422
    answer = clerk.post(
        f"/import/{batch.pk}/rows/3/", {"cell_0": "李二", "cell_8": "独居", "cell_2": "女"}
    )
    assert answer.status_code == 303

    clerk.post(f"/import/{batch.pk}/commit/")
    run(batch)
    result = clerk.get(f"/import/{batch.pk}/").content.decode()
    assert batch.get_state_display() in result
    assert Elder.objects.count() == batch.counts["new"] > 0

    clerk.post(f"/import/{batch.pk}/undo/")
    run(batch)
    assert not Elder.objects.exists()
    assert "名单.xlsx" in clerk.get("/import/").content.decode()


def test_nobody_else_sees_the_list(clerk: Client, tmp_path: Path) -> None:
    batch = upload(clerk, tmp_path, [person(1)])
    stranger = signed_in(make_post("town_clerk", "522601103"))
    inspector = signed_in(make_post("inspector", "522601"))
    for path in ("", "columns/", "refused.xlsx", "rows/2/"):
        assert stranger.get(f"/import/{batch.pk}/{path}").status_code == 404
        assert inspector.get(f"/import/{batch.pk}/{path}").status_code == 403


def test_a_file_that_cannot_be_read_is_refused_on_the_form(clerk: Client) -> None:
    file = SimpleUploadedFile("list.xlsx", b"%PDF-1.7 ...")
    answer = clerk.post("/import/new/", {"file": file})
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_the_refused_rows_come_back_marked_and_can_be_uploaded_again(
    clerk: Client, tmp_path: Path
) -> None:
    formula = "@SUM(1+1)*cmd|' /C calc'!A0"
    batch = upload(clerk, tmp_path, [person(1), person(2, 现住址=formula), person(3, 性别="公")])
    clerk.post(f"/import/{batch.pk}/columns/", settings_of(batch))
    run(batch)

    answer = clerk.get(f"/import/{batch.pk}/refused.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [person(2)[0], person(3)[0]]
    assert (rows[0][7].value, rows[0][7].data_type) == (formula, "s")
    assert rows[0][7].comment is not None
    assert rows[0][7].fill.fgColor.rgb.endswith("F9D7CF")
    assert AuditEntry.objects.filter(action="registry.import.refused_downloaded").exists()

    again = clerk.post("/import/new/", {"file": SimpleUploadedFile("refused.xlsx", answer.content)})
    assert again.status_code == 302
    second = ImportBatch.objects.exclude(pk=batch.pk).get()
    assert {c["field"] for c in second.columns} >= {"name", "id", "address", "living"}


def test_the_template_is_read_by_the_import_as_it_is(clerk: Client, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(clerk.get("/import/template.xlsx").content))
    sheet = book["名单"]
    labels = [str(cell.value) for cell in sheet[1]]
    values = dict(zip(files.HEADER, person(1), strict=True))
    for place, label in enumerate(labels, start=1):
        if label in values:
            sheet.cell(2, place, values[label])
    sheet.cell(2, labels.index("姓名") + 1, "李一一")
    book.save(tmp_path / "filled.xlsx")
    data = (tmp_path / "filled.xlsx").read_bytes()
    clerk.post("/import/new/", {"file": SimpleUploadedFile("t.xlsx", data)})
    batch = ImportBatch.objects.get()
    assert all(column["field"] for column in batch.columns)
    clerk.post(f"/import/{batch.pk}/columns/", settings_of(batch))
    run(batch)
    assert batch.counts["new"] == 1


def test_a_control_sign_in_a_cell_does_not_keep_the_refused_rows_from_coming_back() -> None:
    sheet = Workbook(write_only=True).create_sheet()
    assert workbooks._cell(sheet, "平寨\x0b村").value == "平寨 村"
    assert _text(sheet, "平寨\x1b村").value == "平寨 村"

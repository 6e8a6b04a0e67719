"""What leaves the house: each document opens in Word or Excel and says what the records say; files go into the pack."""

from __future__ import annotations

import io
import zipfile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from sangyu.accountability.plans import selectors
from sangyu.accountability.plans.models import UnitReturn
from sangyu.accountability.plans.tests.factories import NOW, World, furnished
from sangyu.city.organisations.selectors import account
from sangyu.city.organisations.tests.factories import make_post
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db


def reader(world: World) -> Client:
    client = Client()
    client.force_login(account(world.office.account_id or 0))
    return client


def words(content: bytes) -> str:
    """Everything a .docx says, text and tables."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@time_machine.travel(NOW, tick=False)
def test_every_document_says_what_the_records_say(world: World) -> None:
    ids = furnished(world)
    client, base = reader(world), f"/plans/{world.plan.pk}/documents"
    said = {
        name: words(client.get(f"{base}/{name}/").content)
        for name in ("five.docx", "bulletin.docx", "taskbook.docx")
    }
    assert "编一本办事指南" in said["five.docx"]
    assert "督办：市民政局" in said["five.docx"]
    assert "逾期未完成743天" in said["bulletin.docx"]
    assert "表扬市民政局：办事指南进度居前。" in said["bulletin.docx"]
    assert said["taskbook.docx"].count("目标任务责任书") == 2  # one for each leading unit
    minutes = words(client.get(f"/plans/meetings/{ids['meeting']}/document/").content)
    assert "场地尚未移交" in minutes
    five = load_workbook(io.BytesIO(client.get(f"{base}/five.xlsx/").content)).active
    assert five is not None
    assert [five.cell(row=3, column=at).value for at in (2, 4, 5)] == ["定任务", "定时限", "定标准"]
    heights = [five.row_dimensions[row].height for row in range(4, five.max_row + 1)]
    assert min(height or 0 for height in heights) > 15  # each row shows all of its text
    table = Document(io.BytesIO(client.get(f"{base}/five.docx/").content)).tables[0]
    shown = [round((column.width or 0) / 36000) for column in table.columns]
    assert shown == [12, 62, 40, 26, 50, 42, 25]  # millimetres, as every program reads them
    scores = load_workbook(io.BytesIO(client.get(f"{base}/scores.xlsx/").content))
    reasons = {
        (row[0].value, row[1].value): row[4].value
        for row in scores["计分依据"].iter_rows(min_row=4)
    }
    assert reasons["示例市民政局", "表扬加分"] == "全年1次"
    # the paper's day was the end of 2023: overdue since before, it counts against this year too
    assert reasons["示例市民政局", "任务完成"] == "按期0项、逾期完成0项、未完成1项"
    assert client.get(f"{base}/other.docx/").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_a_return_is_written_on_its_page_and_its_file_lies_in_the_pack(world: World) -> None:
    client = reader(world)
    opened = client.post(f"/plans/{world.plan.pk}/returns/open/")
    row = UnitReturn.objects.get(plan=world.plan)
    assert opened["Location"] == f"/plans/returns/{row.pk}/write/"
    data: dict[str, object] = {"hand_in": "1"}
    for line in row.lines.all():
        data[f"t{line.task_id}-progress"] = "已办"
    missing = client.post(opened["Location"], {"hand_in": "1"})
    assert missing.status_code == 422
    file = SimpleUploadedFile(
        "清单.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    )
    data[f"t{world.task('2').pk}-files"] = file
    handed = client.post(opened["Location"], data)
    assert handed.status_code == 302, handed.content.decode()[-2000:]
    assert (
        client.post(f"/plans/returns/{row.pk}/review/", {"is_accepted": "yes"}).status_code == 302
    )
    row.refresh_from_db()
    assert row.state == "accepted"

    ids = furnished_stage(world, client)
    answer = client.get(f"/plans/stages/{ids}/evidence/")
    pack = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]  # a file
    names = pack.namelist()
    assert names[0] == "00-目录.docx"
    assert [name for name in names if name.endswith("清单.pdf")]
    assert "已办" in words(pack.read("00-目录.docx"))
    # who does not see the plan opens no file of it
    (kept,) = selectors.return_get(actor=world.office, return_id=row.pk).lines[0].files
    assert b"".join(client.get(kept.url).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file
    assert signed_in(make_post("officer", "371502")).get(kept.url).status_code == 404


def furnished_stage(world: World, client: Client) -> int:
    """A stage entered on its page."""
    answer = client.post(
        f"/plans/{world.plan.pk}/stages/new/",
        {
            "title": "启动",
            "starts_on": "2026-01-01",
            "ends_on": "2026-03-31",
            "asks": "实施方案\n\n记录",
        },
    )
    return int(answer["Location"].strip("/").split("/")[-1])

"""Task tables in Word and Excel: merges, pages, automatic numbers, tracked changes, nested tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sangyu.city.papers.reading.tasks import read_tasks
from sangyu.city.papers.reading.types import TaskReading
from sangyu.city.papers.tests.documents import (
    insert_tracked,
    nest,
    number_automatically,
    word,
    workbook,
)
from sangyu.kernel.errors import DomainError

HEADER = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
ONE = ["1", "建台账", "市民政局", "市财政局", "2024年底"]
TWO = ["2", "探访老人", "市民政局、市卫健委", "各镇（街道、开发区）", "每季度一次"]
THREE = ["3", "评星级", "市民政局", "", "长期"]
READ = [
    ("1", "市民政局", "市财政局", "dated"),
    ("2", "市民政局+市卫健委", "各镇（街道、开发区）", "quarterly"),
    ("3", "市民政局", "", "open"),
]


def summary(reading: TaskReading) -> list[tuple[str, str, str, str]]:
    return [
        (t.no, "+".join(t.lead.names), "+".join(t.support.names), t.deadline.kind.value)
        for t in reading.tasks
    ]


def read(data: bytes) -> TaskReading:
    return read_tasks(data, "paper")


def hidden_rows_and_a_second_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    other = sheet.parent.create_sheet("说明")
    other["A1"] = "填表说明"
    secret = sheet.parent.create_sheet("底稿")
    secret.append(HEADER)
    secret.append(["9", "不该读到", "市某局", "", ""])
    secret.sheet_state = "hidden"


TABLES: dict[str, Callable[[], bytes]] = {
    "word": lambda: word([HEADER, ONE, TWO, THREE]),
    "word, header again on the next page": lambda: word([HEADER, ONE, TWO], [HEADER, THREE]),
    "word, no header on the next page": lambda: word([HEADER, ONE, TWO], [THREE]),
    "word, section rows": lambda: word(
        [HEADER, ["一、夯实基础"] + [""] * 4, ONE, TWO, ["二、提升质量"] + [""] * 4, THREE],
        merges=[(1, 0, 1, 4), (4, 0, 4, 4)],
    ),
    "word, header of two rows": lambda: word(
        [
            ["序号", "重点任务", "责任分工", "责任分工", "完成时限"],
            ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
            ONE,
            TWO,
            THREE,
        ],
        merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)],
    ),
    "word, automatic numbers": lambda: word([HEADER, ONE, TWO, THREE], change=number_automatically),
    "word, inside another table": lambda: word([HEADER, ONE, TWO, THREE], change=nest),
    "excel": lambda: workbook([HEADER, ONE, TWO, THREE]),
    "excel, title and numbers as numbers": lambda: workbook(
        [["任务分解表"], [], HEADER, [1, *ONE[1:]], [2.0, *TWO[1:]], [3, *THREE[1:4], "长期"]],
        merges=["A1:E1"],
    ),
    "excel, moved to the right and down": lambda: workbook(
        [[], [], *([None, None, *row] for row in (HEADER, ONE, TWO, THREE))]
    ),
    "excel, other sheets": lambda: workbook(
        [HEADER, ONE, TWO, THREE], change=hidden_rows_and_a_second_sheet
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_read(name: str) -> None:
    reading = read(TABLES[name]())
    assert summary(reading) == READ
    assert reading.problems == ()
    assert [problem.code for problem in reading.tasks[2].problems] == ["support.blank"]
    for task in reading.tasks:
        for role, passage in task.passages.items():
            assert passage.span is not None
            assert reading.text[passage.span.start : passage.span.end] == passage.printed, role


@pytest.mark.parametrize("make", [word, workbook], ids=["word", "excel"])
def test_a_cell_merged_over_rows_holds_for_each_of_them(make: Callable[..., bytes]) -> None:
    rows = [HEADER, ONE, ["2", "", "", "市人社局", ""], THREE]
    data = (
        word(rows, merges=[(1, 2, 2, 2), (1, 4, 2, 4)])
        if make is word
        else workbook(rows, merges=["C2:C3", "E2:E3"])
    )
    first, second, _third = read(data).tasks
    assert first.lead.names == second.lead.names == ("市民政局",)
    assert second.deadline.kind == "dated"
    assert [problem.code for problem in second.problems] == ["title.blank"]


def test_rows_under_one_number_are_tasks_of_their_own() -> None:
    rows = [HEADER, ONE, TWO, ["", "陪诊", "市卫健委", "市医保局", "2025年"], THREE]
    tasks = read(word(rows, merges=[(2, 0, 3, 0)])).tasks
    assert [(task.no, task.title.printed) for task in tasks] == [
        ("1", "建台账"),
        ("2-1", "探访老人"),
        ("2-2", "陪诊"),
        ("3", "评星级"),
    ]


def test_a_section_column_merged_over_its_rows_is_the_part() -> None:
    rows = [["类别", *HEADER], ["夯实基础", *ONE], ["", *TWO], ["提升质量", *THREE]]
    tasks = read(word(rows, merges=[(1, 0, 2, 0)])).tasks
    assert [task.part for task in tasks] == ["夯实基础", "夯实基础", "提升质量"]


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    row = ["1", "建台账", "市民政局", "2024年底", "市财政局"]
    header = ["序号", "重点任务", "牵头单位", "完成时限", "配合单位"]
    (task,) = read(word([header, row], change=insert_tracked)).tasks
    assert task.support.names == ("市财政局",)


def test_rows_that_cannot_be_placed_are_problems_and_not_lost() -> None:
    rows = [
        HEADER,
        ONE,
        ["2", "", "", "", ""],
        ["", "", "市民政局", "市残联", ""],
        ["", "助餐", "市商务局", "", "长期"],
        ["合计", "", "", "", "四项"],
    ]
    reading = read(workbook(rows))
    assert [(task.no, task.title.printed) for task in reading.tasks] == [
        ("1", "建台账"),
        ("", "助餐"),
    ]
    assert "row.no_number" in [problem.code for problem in reading.tasks[1].problems]
    assert [problem.code for problem in reading.problems] == [
        "row.empty",
        "row.unplaced",
        "row.unplaced",
    ]


def test_a_table_of_units_without_a_readable_header_is_reported() -> None:
    rows = [
        ["甲", "乙"],
        *[[f"第{n}件要办的事情是把养老服务设施逐个建起来", "市民政局、市财政局"] for n in range(4)],
    ]
    reading = read(word(rows))
    assert reading.tasks == ()
    assert [problem.code for problem in reading.problems] == ["table.no_header"]


def stray_cell(sheet: Worksheet) -> None:
    sheet.cell(900_000, 40, "x")


def with_part(package: bytes, name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, body)
    return out.getvalue()


ENTITIES = (
    b'<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'
)
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("file.empty", lambda: b""),
    "macros": ("file.macros", lambda: with_part(word([HEADER, ONE]), "word/vbaProject.bin", b"x")),
    "zip bomb": (
        "file.bomb",
        lambda: with_part(word([HEADER, ONE]), "word/media/a.bin", b"0" * 30_000_000),
    ),
    "entity bomb": (
        "file.entities",
        lambda: with_part(word([HEADER, ONE]), "word/document.xml", ENTITIES),
    ),
    "sheet of millions of cells": (
        "file.too_many_cells",
        lambda: workbook([HEADER, ONE], change=stray_cell),
    ),
    "no document inside": (
        "file.damaged",
        lambda: with_part(word([HEADER, ONE]), "word/document.xml", b""),
    ),
    "broken PDF": ("file.damaged", lambda: b"%PDF-1.7 ..."),
    "old binary": (
        "file.legacy",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_unsafe_and_unknown_files_are_refused(name: str) -> None:
    code, make = REFUSED[name]
    with pytest.raises(DomainError) as refused:
        read(make())
    assert refused.value.code == code


def test_a_workbook_without_content_has_no_task_table() -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    reading = read(stream.getvalue())
    assert [problem.code for problem in reading.problems] == ["table.none"]

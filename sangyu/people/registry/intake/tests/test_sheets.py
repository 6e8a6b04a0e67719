"""Where the list is in a file, and what of it are people. The broken kinds of files are in `test_kinds.py`."""

from __future__ import annotations

from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from sangyu.people.registry.intake.layout import DataRow, Layout, data_rows, find_layout
from sangyu.people.registry.intake.sheets import CELL_LIMIT, open_book
from sangyu.people.registry.intake.tests import broken, files
from sangyu.people.registry.intake.tests.files import HEADER, person


def read(path: Path, sheet: int | None = None) -> tuple[Layout, list[DataRow]]:
    with open_book(path, name=path.name) as book:
        layout = find_layout(book, sheet)
        return layout, list(data_rows(book, layout))


def notices(layout: Layout) -> set[str]:
    return {notice.code for notice in layout.notices}


def test_a_header_of_two_lines_gives_the_contact_what_is_the_contacts(tmp_path: Path) -> None:
    top = ["序号", "老人基本信息", "", "", "", "紧急联系人", "", "", "户籍", ""]
    low = [
        "",
        "姓名",
        "身份证号码",
        "联系电话",
        "现住址",
        "姓名",
        "与老人关系",
        "联系电话",
        "地址",
        "户口性质",
    ]
    row = [
        "1",
        "李明华",
        files.resident_id(1),
        "13800000001",
        "文化路1号",
        "李小明",
        "儿子",
        "13900000001",
        "x",
        "农业",
    ]

    def merge(sheet: Worksheet) -> None:
        for span in ("A2:A3", "B2:E2", "F2:H2", "I2:J2"):
            sheet.merge_cells(span)

    layout, rows = read(files.xlsx(tmp_path / "a.xlsx", [["老年人花名册"], top, low, row], merge))

    assert layout.header == (2, 3)
    assert [s.field for s in layout.suggestions] == [
        "ignore", "name", "id", "phone", "address",
        "contact_name", "contact_relation", "contact_phone", "hukou_address", "hukou_kind",
    ]  # fmt: skip
    assert [r.number for r in rows] == [4]


def test_a_second_column_of_one_name_is_left_out_and_said(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "性别", "性别"]
    layout, _rows = read(
        files.xlsx(tmp_path / "a.xlsx", [header, ["李明", files.resident_id(1), "男", "男"]])
    )

    assert [s.field for s in layout.suggestions] == ["name", "id", "sex", ""]
    assert notices(layout) == {"header.twice"}


def test_totals_signatures_and_repeated_headers_are_not_people(tmp_path: Path) -> None:
    rows = [HEADER, person(1), HEADER, person(2), ["合计", "2人"], ["填表人：", "王"]]
    _layout, found = read(files.xlsx(tmp_path / "a.xlsx", rows))

    assert [(row.number, row.kind) for row in found] == [
        (2, "person"), (3, "header"), (4, "person"), (5, "footer"), (6, "footer"),
    ]  # fmt: skip


def test_cells_that_show_an_error_are_not_taken_for_empty(tmp_path: Path) -> None:
    _layout, rows = read(broken.error_cells(tmp_path))

    assert rows[1].cells[4] == "#N/A"


def test_a_cell_of_twenty_megabytes_is_not_kept_whole(tmp_path: Path) -> None:
    _layout, rows = read(broken.huge_cell(tmp_path))

    assert [len(row.cells[7]) for row in rows] == [5, CELL_LIMIT, 5]

"""Files that cannot be read say why; files that can are read however odd they look."""

from __future__ import annotations

import hashlib
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sangyu.kernel.errors import DomainError
from sangyu.people.registry.intake.layout import DataRow, Layout, data_rows, find_layout
from sangyu.people.registry.intake.sheets import CELL_LIMIT, open_book
from sangyu.people.registry.intake.tests import files
from sangyu.people.registry.intake.tests.files import HEADER, people, person

GOOD = [HEADER, *people()]


def read(path: Path, sheet: int | None = None) -> tuple[Layout, list[DataRow]]:
    with open_book(path, name=path.name) as book:
        layout = find_layout(book, sheet)
        return layout, list(data_rows(book, layout))


def notices(layout: Layout) -> set[str]:
    return {notice.code for notice in layout.notices}


def text(folder: Path, data: bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


# --- refused, each with its own reason ---


def truncated(folder: Path) -> Path:
    path = files.xlsx(folder / "a.xlsx", GOOD)
    path.write_bytes(path.read_bytes()[:-900])
    return path


def macros(folder: Path) -> Path:
    path = files.xlsx(folder / "a.xlsm", GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 50)
    return path


def password(folder: Path) -> Path:
    """An encrypted .xlsx is an OLE file with a stream of this name."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    return text(folder, ole + bytes(900), "a.xlsx")


def zip_bomb(folder: Path) -> Path:
    path = files.xlsx(folder / "a.xlsx", GOOD)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zero.bin", bytes(300 * 1024 * 1024))
    return path


def entities(folder: Path) -> Path:
    path = files.xlsx(folder / "a.xlsx", GOOD)
    return files.repacked(
        path,
        lambda name, data: (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + data.split(b"?>", 1)[-1]
            if name == "xl/workbook.xml"
            else data
        ),
    )


def far_cells(folder: Path) -> Path:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(1_048_576, 16_384, "x")

    return files.xlsx(folder / "a.xlsx", GOOD, spoil)


def far_cells_ods(folder: Path) -> Path:
    tail = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'office:value-type="string" table:number-columns-repeated="1000"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    return files.ods(folder / "a.ods", GOOD, tail=tail)


def broken_xml(folder: Path) -> Path:
    path = files.xlsx(folder / "a.xlsx", GOOD)
    return files.repacked(
        path, lambda name, data: data[: len(data) // 2] if "sheet1" in name else data
    )


def no_sheets(folder: Path) -> Path:
    path = files.xlsx(folder / "a.xlsx", GOOD)
    return files.repacked(path, lambda name, data: None if "worksheets" in name else data)


def broken_xls(folder: Path) -> Path:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")
    return text(folder, ole + bytes(900), "a.xls")


def unmatched_quote(folder: Path) -> Path:
    rows = files.csv_bytes(GOOD).replace(b"\xe6\x96\x87\xe5\x8c\x96\xe8\xb7\xaf1", b'"x', 1)
    return text(folder, rows.replace(b',"x', b',"x', 1))


def html(folder: Path) -> Path:
    table = "<html><body><table><tr><td>姓名</td></tr></table></body></html>"
    return text(folder, table.encode("gb18030"), "export.xls")


def archive(folder: Path) -> Path:
    path = folder / "lists.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("list.csv", "姓名,身份证号\n")
    return path


REFUSED: list[tuple[str, str, Callable[[Path], Path]]] = [
    ("an empty file", "file.empty", lambda f: text(f, b"", "a.xlsx")),
    ("a truncated zip", "file.damaged", truncated),
    ("macros", "file.macros", macros),
    ("a password", "file.encrypted", password),
    ("a zip bomb", "file.bomb", zip_bomb),
    ("entities", "file.entities", entities),
    ("two cells far apart", "file.too_many_cells", far_cells),
    ("an OpenDocument repeating cells", "file.too_many_cells", far_cells_ods),
    ("half a sheet", "file.damaged", broken_xml),
    ("a workbook without its sheets", "file.damaged", no_sheets),
    ("an old binary file that is none", "file.damaged", broken_xls),
    ("a web page called .xls", "file.web_page", html),
    ("a zip of lists", "file.archive", archive),
    ("a PDF called .xlsx", "file.wrong_kind", lambda f: text(f, b"%PDF-1.7 ...", "a.xlsx")),
    ("a picture", "file.wrong_kind", lambda f: text(f, b"\x89PNG\r\n\x1a\n" + bytes(50), "a.xlsx")),
    ("bytes of no kind", "file.unknown_kind", lambda f: text(f, struct.pack("<64I", *range(64)))),
    ("a text whose quotation mark never ends", "file.csv_quotes", unmatched_quote),
    ("an empty sheet", "sheet.empty", lambda f: files.xlsx(f / "a.xlsx", [])),
    ("a header only", "sheet.no_rows", lambda f: files.xlsx(f / "a.xlsx", [HEADER])),
    ("one column", "sheet.one_column", lambda f: files.xlsx(f / "a.xlsx", [["李明"], ["王芳"]])),
    (
        "a list of something else",
        "sheet.no_header",
        lambda f: files.xlsx(f / "a.xlsx", [["品名", "数量"], ["轮椅", "3"], ["拐杖", "5"]]),
    ),
    (
        "a header without name and number",
        "sheet.no_header",
        lambda f: files.xlsx(f / "a.xlsx", [["性别", "民族"], ["男", "苗族"]]),
    ),
]


@pytest.mark.parametrize(("what", "code", "make"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    tmp_path: Path, what: str, code: str, make: Callable[[Path], Path]
) -> None:
    with pytest.raises(DomainError) as refused:
        read(make(tmp_path))

    assert refused.value.code == code, what
    assert str(refused.value.message)
    assert str(refused.value.remedy)


# --- read all the same ---


def title_rows(folder: Path) -> Path:
    return files.xlsx(folder / "a.xlsx", [["老年人信息登记表"], ["填报单位：城西街道"], *GOOD])


def hidden_rows(folder: Path) -> Path:
    def spoil(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    return files.xlsx(folder / "a.xlsx", GOOD, spoil)


def wrong_sheet_first(folder: Path) -> Path:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "填表说明"
    first.append(["请如实填写", "联系电话"])
    second = book.create_sheet("名单")
    for row in GOOD:
        second.append(list(row))
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def merged_down(folder: Path) -> Path:
    def spoil(sheet: Worksheet) -> None:
        sheet["G3"], sheet["G4"] = None, None
        sheet.merge_cells("G2:G4")

    return files.xlsx(folder / "a.xlsx", GOOD, spoil)


def empty_formatted(folder: Path) -> Path:
    """A million rows that were only formatted, as from colouring whole columns."""
    path = files.xlsx(folder / "a.xlsx", GOOD)
    rows = b"".join(b'<row r="%d" s="1"/>' % number for number in range(5, 1_048_577))
    return files.repacked(
        path,
        lambda name, data: (
            data.replace(b"</sheetData>", rows + b"</sheetData>") if "sheet1" in name else data
        ),
    )


def renamed(folder: Path) -> Path:
    """An .xlsx that somebody called .xls."""
    return Path(shutil.move(files.xlsx(folder / "a.xlsx", GOOD), folder / "a.xls"))


def blank_rows(folder: Path) -> Path:
    return files.xlsx(folder / "a.xlsx", [[], HEADER, [], *people(2), [], [], person(3)])


def utf16_tabs(folder: Path) -> Path:
    lines = "\n".join("\t".join(row) for row in GOOD)
    return text(folder, lines.encode("utf-16"), "unicode.txt")


READ: list[tuple[str, Callable[[Path], Path], set[str]]] = [
    ("a plain list", lambda f: files.xlsx(f / "a.xlsx", GOOD), set()),
    ("title rows above", title_rows, {"header.below"}),
    ("hidden rows", hidden_rows, {"rows.hidden"}),
    ("the list in the second sheet", wrong_sheet_first, {"sheet.chosen"}),
    ("communities merged downwards", merged_down, {"cells.merged"}),
    ("a million formatted rows", empty_formatted, set()),
    ("an .xlsx called .xls", renamed, set()),
    ("blank rows in between", blank_rows, {"header.below"}),
    ("an OpenDocument", lambda f: files.ods(f / "a.ods", GOOD), set()),
    ("a CSV in UTF-8", lambda f: text(f, files.csv_bytes(GOOD)), set()),
    ("a CSV with a byte-order mark", lambda f: text(f, files.csv_bytes(GOOD, "utf-8-sig")), set()),
    ("a CSV in GBK", lambda f: text(f, files.csv_bytes(GOOD, "gbk")), {"text.encoding"}),
    (
        "a CSV called .xls",
        lambda f: text(f, files.csv_bytes(GOOD, "gbk"), "a.xls"),
        {"text.encoding"},
    ),
    ("text with tabs in UTF-16", utf16_tabs, {"text.encoding"}),
    ("no header", lambda f: files.xlsx(f / "a.xlsx", people()), {"header.missing"}),
]


@pytest.mark.parametrize(("what", "make", "said"), READ, ids=[case[0] for case in READ])
def test_an_odd_file_is_read_whole_and_what_was_done_is_said(
    tmp_path: Path, what: str, make: Callable[[Path], Path], said: set[str]
) -> None:
    layout, rows = read(make(tmp_path))

    fields = {suggestion.field: suggestion.column.index for suggestion in layout.suggestions}
    numbers = [row.cells[fields["id"]] for row in rows if row.kind == "person"]
    assert numbers == [files.resident_id(serial) for serial in (1, 2, 3)], what
    if "community" in fields:
        assert {row.cells[fields["community"]] for row in rows} == {files.COMMUNITY}
    assert notices(layout) == said


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
    path = files.xlsx(tmp_path / "a.xlsx", GOOD)
    files.repacked(
        path,
        lambda name, data: (
            data.replace(
                b'<c r="E3" t="inlineStr">',
                b'<c r="E3" t="e"><v>#N/A</v></c><c r="XA3" t="inlineStr">',
            )
            if "sheet1" in name
            else data
        ),
    )
    _layout, rows = read(path)

    assert rows[1].cells[4] == "#N/A"


def test_a_cell_of_twenty_megabytes_costs_its_own_row_only(tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "a.xlsx", GOOD)
    address = "文化路2号"
    coded = "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in address).encode()
    files.repacked(
        path,
        lambda name, data: (
            data.replace(coded, random_text(20_000_000)).replace(address.encode(), b"")
            if "sheet1" in name
            else data
        ),
    )
    _layout, rows = read(path)

    assert [len(row.cells[7]) for row in rows] == [5, CELL_LIMIT, 5]


def random_text(length: int) -> bytes:
    """Text that hardly compresses, so that the guard does not take it for a bomb."""
    pieces = (hashlib.sha256(str(n).encode()).hexdigest() for n in range(length // 64))
    return "".join(pieces).encode()

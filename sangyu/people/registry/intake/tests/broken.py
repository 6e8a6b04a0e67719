"""The ways in which lists come broken, each as a file. `test_kinds.py` says what must become of each."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from sangyu.people.registry.intake.tests import files
from sangyu.people.registry.intake.tests.files import HEADER
from sangyu.people.registry.intake.tests.world import person

GOOD = [HEADER, *(person(number) for number in (1, 2, 3))]


def sheet(folder: Path, *rows: Sequence[object], name: str = "a.xlsx") -> Path:
    """Rows below the header."""
    return files.xlsx(folder / name, [HEADER, *rows])


def text(folder: Path, data: bytes, name: str = "list.csv") -> Path:
    """A file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


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
    return files.xlsx(folder / "a.xlsx", [[], HEADER, [], person(1), person(2), [], [], person(3)])


def utf16_tabs(folder: Path) -> Path:
    lines = "\n".join("\t".join(row) for row in GOOD)
    return text(folder, lines.encode("utf-16"), "unicode.txt")


def old_xls(folder: Path) -> Path:
    return files.xls(folder / "a.xls", [list(row) for row in GOOD])


def hidden_sheet(folder: Path) -> Path:
    """The list is hidden behind instructions."""
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    front.append(["请如实填写", "谢谢"])
    back = book.create_sheet("名单")
    for row in GOOD:
        back.append(list(row))
    back.sheet_state = "hidden"
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def hidden_columns(folder: Path) -> Path:
    def spoil(sheet: Worksheet) -> None:
        sheet.column_dimensions["E"].hidden = True
        sheet.column_dimensions["H"].hidden = True

    return files.xlsx(folder / "a.xlsx", GOOD, spoil)


def two_lines(folder: Path) -> Path:
    """The header's second line divides the first, as printed forms have it."""
    top = ["老人基本信息", "", "", "", "", "居住地", "", "", "居住状况"]
    low = [*HEADER[:8], ""]

    def merge(sheet: Worksheet) -> None:
        for span in ("A1:E1", "F1:H1", "I1:I2"):
            sheet.merge_cells(span)

    return files.xlsx(folder / "a.xlsx", [top, low, *GOOD[1:]], merge)


def column_twice(folder: Path) -> Path:
    return files.xlsx(folder / "a.xlsx", [[*row, row[4]] for row in GOOD])


def mac_days(folder: Path) -> Path:
    """Real dates of a workbook that counts its days from 1904."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert isinstance(page, Worksheet)
    for row in GOOD:
        page.append([dt.date(1950, 5, 1) if cell == "1950-05-01" else cell for cell in row])
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def full_width(folder: Path) -> Path:
    """As an input method left in full-width mode types them."""
    wide = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789X-"}
    rows = [
        [cell.translate(wide) if at in {1, 3, 4} else cell for at, cell in enumerate(row)]
        for row in GOOD[1:]
    ]
    return sheet(folder, *rows)


def ids_as_numbers(folder: Path) -> Path:
    """The second ID became a number, of which a spreadsheet keeps 15 digits; the phones are numbers, which is fine."""
    rows: list[list[object]] = [[*row[:4], int(row[4]), *row[5:]] for row in GOOD[1:]]
    rows[1][1] = float(files.resident_id(2)[:17] + "0")
    return sheet(folder, *rows)


def error_cells(folder: Path) -> Path:
    """A look-up that failed is not an empty cell."""
    path = files.xlsx(folder / "a.xlsx", GOOD)
    return files.repacked(
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


def huge_cell(folder: Path) -> Path:
    """Twenty megabytes in the second person's address."""
    path = files.xlsx(folder / "a.xlsx", GOOD)
    address = "文化路2号"
    coded = "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in address).encode()
    return files.repacked(
        path,
        lambda name, data: (
            data.replace(coded, _random_text(20_000_000)).replace(address.encode(), b"")
            if "sheet1" in name
            else data
        ),
    )


def _random_text(length: int) -> bytes:
    """Text that hardly compresses, so that the guard does not take it for a bomb."""
    pieces = (hashlib.sha256(str(n).encode()).hexdigest() for n in range(length // 64))
    return "".join(pieces).encode()


def links_and_pictures(folder: Path) -> Path:
    """A picture, and a link to another workbook on somebody's disk."""
    path = files.xlsx(folder / "a.xlsx", GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(60))
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="externalLinkPath" Target="file:///C:/x.xlsx" TargetMode="External"/>'
            "</Relationships>",
        )
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    return path


def semicolons(folder: Path) -> Path:
    lines = "\r\n".join(";".join(row) for row in GOOD)
    return text(folder, lines.encode("utf-8-sig"))

"""Spreadsheets made for tests: good ones, and each way in which they come broken."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sangyu.kernel import ids

HEADER = (
    "姓名",
    "身份证号",
    "性别",
    "出生日期",
    "联系电话",
    "镇(街道)",
    "社区(村)",
    "现住址",
    "居住状况",
)
COMMUNITY = "韶山社区居委会"
TOWN = "城西街道"


def resident_id(serial: int, born: date = date(1950, 5, 1)) -> str:
    """A valid number with a prefix that no area has; odd serials are men's."""
    first = f"990{serial // 1000:03d}{born:%Y%m%d}{serial % 1000:03d}"
    return first + ids.resident_id_check_character(first)


def person(serial: int, **over: str) -> list[str]:
    """One good row under HEADER; `over` replaces cells by their column's name."""
    row = dict(
        zip(
            HEADER,
            (
                f"李{chr(0x4E00 + serial % 3000)}{chr(0x5E00 + serial % 700)}",
                resident_id(serial),
                "男" if serial % 2 else "女",
                "1950-05-01",
                f"138{serial:08d}",
                TOWN,
                COMMUNITY,
                f"文化路{serial}号",
                "独居",
            ),
            strict=True,
        )
    )
    return list((row | over).values())


def people(count: int = 3) -> list[list[str]]:
    """Several good rows."""
    return [person(number) for number in range(1, count + 1)]


def xlsx(
    path: Path,
    rows: Iterable[Sequence[Any]],
    change: Callable[[Worksheet], None] | None = None,
    *,
    title: str = "Sheet1",
) -> Path:
    """Save rows as .xlsx; `change` may spoil the sheet before."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    book.save(path)
    return path


def csv_bytes(rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> bytes:
    """The rows as comma-separated text."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def repacked(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same zip with parts changed; None drops one."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            changed = change(name, data)
            if changed is not None:
                target.writestr(name, changed)
    return path


def ods(path: Path, rows: Iterable[Sequence[str]], *, tail: str = "") -> Path:
    """A minimal OpenDocument spreadsheet; `tail` is put after the rows."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{cells}{tail}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def xls(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A minimal workbook of Excel 97 (BIFF8 in an OLE file): one sheet of labels."""
    book_start = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    codepage = _biff(0x0042, struct.pack("<H", 1200))
    name = b"Sheet1"
    bound = _biff(0x0085, struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name)
    ahead = len(book_start) + len(codepage) + len(bound) + len(_biff(0x000A, b""))
    bound = _biff(0x0085, struct.pack("<IBBBB", ahead, 0, 0, len(name), 0) + name)
    width = max(len(row) for row in rows)
    cells = b"".join(
        _biff(0x0204, struct.pack("<HHHHB", at, column, 0, len(cell), 1) + cell.encode("utf-16-le"))
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    sheet = (
        _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
        + _biff(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
        + cells
    )
    end = _biff(0x000A, b"")
    path.write_bytes(_ole("Workbook", book_start + codepage + bound + end + sheet + end))
    return path


def _biff(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _ole(name: str, stream: bytes) -> bytes:
    """One stream in an OLE file: sector 0 is the table of sectors, 1 the directory, the rest the stream."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
        + struct.pack("<109I", 0, *[free] * 108)
    )  # fmt: skip
    chain = [table, end, *range(3, 2 + count), end]
    entries = _entry("Root Entry", 5, 1, end, 0) + _entry(name, 2, free, 2, len(stream))
    return (
        header
        + struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
        + entries.ljust(512, b"\0")
        + stream
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    free, text = 0xFFFFFFFF, name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, free, free, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )

"""Every kind of upload is told apart by its bytes, and every attack is refused with its own reason."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from sangyu.kernel.errors import DomainError
from sangyu.kernel.officefiles import Kind, Limits, inspect

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
)


def a_docx() -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def an_xlsx(*, far: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet["A1"] = "姓名"
    if far:
        sheet[far] = "x"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_parts(package: bytes, parts: dict[str, bytes | str], *, replace: bool = True) -> bytes:
    """The package with these parts added, or put in the place of those of the same name."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if not (replace and info.filename in parts):
                new.writestr(info.filename, old.read(info))
        for name, body in parts.items():
            new.writestr(name, body)
    return out.getvalue()


def content_types(main: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def lying_sizes() -> bytes:
    """The directory states a small part; the compressed bytes hold a large one."""
    noise = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(10_000))
    package = with_parts(a_docx(), {"word/x.bin": noise})
    real, stated = struct.pack("<L", len(noise)), struct.pack("<L", 10)
    return package.replace(real, stated)


def overlapping_parts() -> bytes:
    """Two directory entries that point at the same bytes."""
    package = bytearray(with_parts(a_docx(), {"word/a.bin": b"0" * 50, "word/b.bin": b"0" * 50}))
    first = package.rindex(b"PK\x01\x02")
    before = package.rindex(b"PK\x01\x02", 0, first)
    package[first + 42 : first + 46] = package[before + 42 : before + 46]
    return bytes(package)


def encrypted_zip() -> bytes:
    package = bytearray(a_docx())
    package[package.index(b"PK\x01\x02") + 8] |= 1
    return bytes(package)


def ole(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def dtd(encoding: str = "utf-8") -> bytes:
    text = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)


@pytest.mark.parametrize(
    ("data", "kind", "encoding"),
    [
        (a_docx(), Kind.DOCX, ""),
        (an_xlsx(), Kind.XLSX, ""),
        (ole("Root Entry", "Workbook"), Kind.XLS, ""),
        ("序号|任务\n".encode(), Kind.TEXT, "utf-8"),
        (b"\xef\xbb\xbf" + "序号,任务\n".encode(), Kind.TEXT, "utf-8"),
        ("序号\t任务\n".encode("gb18030"), Kind.TEXT, "gb18030"),
        ("序号\t任务\n".encode("utf-16"), Kind.TEXT, "utf-16"),
    ],
)
def test_the_kind_is_read_from_the_bytes_whatever_the_name_says(
    data: bytes, kind: Kind, encoding: str, tmp_path: Path
) -> None:
    on_disk = tmp_path / "upload"
    on_disk.write_bytes(data)
    for source in (data, on_disk):
        found = inspect(source, name="paper.pdf")
        assert (found.kind, found.encoding, found.size) == (kind, encoding, len(data))
        with found.open() as stream:
            assert stream.read() == data
        assert kind is not Kind.TEXT or found.text().startswith("序号")


REFUSED: list[tuple[str, Callable[[], bytes]]] = [
    ("file.empty", lambda: b""),
    ("file.bomb", lambda: with_parts(a_docx(), {"word/media/a.bin": b"0" * 20_000_000})),
    ("file.bomb", overlapping_parts),
    ("file.damaged", lying_sizes),
    ("file.damaged", lambda: a_docx()[:-200]),
    ("file.damaged", lambda: with_parts(a_docx(), {"../evil.xml": "<a/>"})),
    ("file.damaged", lambda: with_parts(a_docx(), {"word/document.xml": "<w:document><"})),
    ("file.entities", lambda: with_parts(a_docx(), {"word/document.xml": dtd()})),
    ("file.entities", lambda: with_parts(a_docx(), {"word/document.xml": dtd("utf-16")})),
    ("file.entities", lambda: with_parts(an_xlsx(), {"xl/worksheets/sheet1.xml": dtd()})),
    ("file.macros", lambda: with_parts(a_docx(), {"word/vbaProject.bin": b"x"})),
    (
        "file.macros",
        lambda: with_parts(
            a_docx(),
            {
                "[Content_Types].xml": content_types(
                    "application/vnd.ms-word.document.macroEnabled.main+xml"
                )
            },
        ),
    ),
    ("file.macros", lambda: ole("Workbook", "_VBA_PROJECT_CUR")),
    ("file.encrypted", lambda: ole("EncryptionInfo", "EncryptedPackage")),
    ("file.encrypted", encrypted_zip),
    ("file.legacy", lambda: ole("WordDocument")),
    ("file.too_many_cells", lambda: an_xlsx(far="XFD200000")),
    (
        "file.too_many_cells",
        lambda: with_parts(
            an_xlsx(),
            {
                "xl/worksheets/sheet1.xml": SHEET
                % '<sheetData><row r="1048576">%s</row></sheetData>'
                % ("<c><v>1</v></c>" * 400)
            },
        ),
    ),
    (
        "file.wrong_kind",
        lambda: with_parts(
            a_docx(),
            {"[Content_Types].xml": content_types("application/vnd.ms-excel.sheet.binary.main")},
        ),
    ),
    ("file.wrong_kind", lambda: b"%PDF-1.7"),
    ("file.web_page", lambda: b"  <html><table><tr><td>1</td></tr></table></html>"),
    ("file.archive", lambda: with_parts(zip_of_nothing(), {"a.txt": "a"})),
    ("file.unknown_kind", lambda: bytes(range(256)) * 4),
    ("file.unknown_kind", lambda: b"\xff" * 9),
]


def zip_of_nothing() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w"):
        pass
    return stream.getvalue()


@pytest.mark.parametrize(("code", "make"), REFUSED)
def test_what_is_unsafe_or_unreadable_is_refused_with_its_reason_and_a_remedy(
    code: str, make: Callable[[], bytes]
) -> None:
    with pytest.raises(DomainError) as refused:
        inspect(make(), name="x.docx", limits=Limits(ratio=100))
    assert refused.value.code == code
    assert refused.value.remedy


def test_limits_are_the_callers() -> None:
    data = an_xlsx(far="J100")
    assert inspect(data, name="x", limits=Limits(cells=1000)).kind is Kind.XLSX
    for code, limits in (
        ("file.too_many_cells", Limits(cells=999)),
        ("file.too_large", Limits(size=1000)),
        ("file.bomb", Limits(unpacked=5000)),
        ("file.bomb", Limits(parts=3)),
    ):
        with pytest.raises(DomainError) as refused:
            inspect(data, name="x", limits=limits)
        assert refused.value.code == code


def test_formatted_but_empty_cells_far_away_do_no_harm() -> None:
    sheet = SHEET % (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    data = with_parts(an_xlsx(), {"xl/worksheets/sheet1.xml": sheet})
    assert inspect(data, name="x.xlsx", limits=Limits(cells=10)).kind is Kind.XLSX


def test_only_the_kinds_asked_for_are_taken() -> None:
    with pytest.raises(DomainError) as refused:
        inspect(a_docx(), name="register.xlsx", accept={Kind.XLSX, Kind.TEXT})
    assert refused.value.code == "file.wrong_kind"
    assert "docx" in str(refused.value.message)


def test_a_repeating_part_below_a_mebibyte_is_no_bomb() -> None:
    body = b" " * 900_000
    assert len(zlib.compress(body)) * 200 < len(body)
    assert inspect(with_parts(a_docx(), {"word/a.bin": body}), name="x").kind is Kind.DOCX

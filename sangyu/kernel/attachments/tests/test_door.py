"""What the door lets in, and why it refuses the rest."""

from __future__ import annotations

import io
import time
import zipfile
import zlib

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from sangyu.kernel.attachments import door
from sangyu.kernel.attachments.types import FileKind
from sangyu.kernel.errors import DomainError

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(width: int = 2, height: int = 2) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return (
        door.PNG_HEAD
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 14))
        + chunk(b"IEND", b"")
    )


def jpg(width: int = 2, height: int = 2) -> bytes:
    app = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    size = (
        b"\xff\xc0\x00\x0b\x08"
        + height.to_bytes(2, "big")
        + width.to_bytes(2, "big")
        + b"\x01\x01\x11\x00"
    )
    return b"\xff\xd8" + app + size + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def excel() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def packed(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


def check(data: bytes, name: str) -> object:
    return door.safe_file(SimpleUploadedFile(name, data))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, FileKind.PDF),
        (png(), FileKind.PNG),
        (jpg(), FileKind.JPG),
        (word(), FileKind.DOCX),
        (excel(), FileKind.XLSX),
    ],
)
def test_the_bytes_tell_the_kind_and_the_name_follows(data: bytes, kind: FileKind) -> None:
    file = door.safe_file(SimpleUploadedFile("证明.exe", data))
    assert (file.kind, file.size) == (kind, len(data))
    assert file.name == f"证明.exe.{kind}"
    same = door.safe_file(SimpleUploadedFile(f"证明.{kind}", data))
    assert same.name == f"证明.{kind}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"<html><script>alert(1)</script></html>", "file.wrong_kind"),
        (b"MZ\x90\x00", "file.wrong_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file.wrong_kind"),
        (PDF[:-8], "file.damaged"),
        (PDF.replace(b"<<>>endobj", b"<</OpenAction<</S/JavaScript/JS(x)>>>>endobj"), "file.active"),
        (PDF.replace(b"<<>>endobj", b"<</S/J#61vaScript>>endobj"), "file.active"),
        (
            PDF.replace(
                b"endobj", b"endobj 2 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(b"<</S/Launch>>") + b"\nendstream"
            ),
            "file.active",
        ),
        (png() + b"<?php", "file.damaged"),
        (png()[:-4], "file.damaged"),
        (png(60_000, 60_000), "file.too_large"),
        (jpg() + b"PK\x03\x04", "file.damaged"),
        (jpg(60_000, 60_000), "file.too_large"),
        (packed("a.txt"), "file.archive"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        check(data, "x.pdf")
    assert refusal.value.code == code
    assert refusal.value.remedy


def test_a_pdf_that_would_keep_the_house_busy_is_refused() -> None:
    """A small file whose streams unpack to gigabytes, and one that begins a stream behind every word."""
    heavy = zlib.compress(bytes(8 * door.MIB), 9)
    bomb = b"".join(b"<</Type/ObjStm>>stream\n" + heavy + b"\nendstream " for _n in range(30))
    endless = b"/ObjStm stream\n" * 200_000
    for body in (bomb, endless):
        started = time.process_time()
        with pytest.raises(DomainError) as refusal:
            check(PDF.replace(b"endobj", b"endobj " + body, 1), "x.pdf")
        assert refusal.value.code == "file.too_intricate"
        assert time.process_time() - started < 10


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_BYTES", 10)
    with pytest.raises(DomainError, match="MiB"):
        check(PDF, "x.pdf")


def test_a_name_that_could_do_harm_is_cleaned() -> None:
    file = door.safe_file(SimpleUploadedFile("x.pdf", PDF))
    assert file.name == "x.pdf"
    upload = SimpleUploadedFile("x.pdf", PDF)
    upload._name = '..\\..\\a\u202e"<b>\r\n.pdf'  # type: ignore[attr-defined]  # past Django's own cleaning; not in the stubs
    assert door.safe_file(upload).name == "a b .pdf"

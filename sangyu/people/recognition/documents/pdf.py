"""The blocks as a PDF of our own making: text and rules, in the predefined Chinese font that every reader supplies.

ISO 32000-1 §9.7: STSong-Light of Adobe-GB1 with the predefined CMap UniGB-UTF16-H; nothing is embedded, so a page has
a few kilobytes. A letter that Adobe-GB1 does not have (rare names beyond GB 18030) stays blank here; .docx has it.
Units: points (1/72 inch), the origin at the lower left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sangyu.people.recognition.documents.blocks import Block, Facts, Heading, Title

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 72, 523, 780, 70
TERM = 120
PAD = 5
TITLE, TEXT, FOOT = 20.0, 11.0, 9.0
LEADING = 1.55
HALF_FROM, HALF_TO = 1, 95
"""The CIDs of the printable ASCII letters in Adobe-GB1; all are given half the width of a Chinese letter."""


@dataclass
class _Page:
    """What is drawn on one page, as operators of its content stream."""

    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, size: float, text: str) -> None:
        """One line of text, its baseline at y."""
        code = text.encode("utf-16-be").hex()
        self.parts.append(f"BT /F {size:g} Tf {x:.1f} {y:.1f} Td <{code}> Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """A thin frame; x and y are its lower left corner."""
        self.parts.append(f"{x:.1f} {y:.1f} {width:.1f} {height:.1f} re S")


@dataclass
class _Pen:
    """Where the next block goes."""

    pages: list[_Page] = field(default_factory=lambda: [_Page()])
    y: float = TOP

    def room(self, height: float) -> _Page:
        """The page that has this height left; a new one if need be. Moves down by it."""
        if self.y - height < BOTTOM:
            self.pages.append(_Page())
            self.y = TOP
        self.y -= height
        return self.pages[-1]


def document(blocks: Iterable[Block]) -> bytes:
    """The file."""
    pen = _Pen()
    for block in blocks:
        _draw(pen, block)
    count = len(pen.pages)
    for number, page in enumerate(pen.pages, 1):
        foot = f"— {number}/{count} —"
        page.text((WIDTH - text_width(foot, FOOT)) / 2, BOTTOM - 30, FOOT, foot)
    return _file(pen.pages)


def text_width(text: str, size: float) -> float:
    """The width of a line in points: ASCII takes half a letter, everything else a whole one."""
    return sum(0.5 if " " <= letter <= "~" else 1.0 for letter in text) * size


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than that, broken where they are full (Chinese has no spaces to break at)."""
    lines = [""]
    for letter in " ".join(text.split()):
        if text_width(lines[-1] + letter, size) > width and lines[-1]:
            lines.append("")
        lines[-1] += letter
    return lines


def _draw(pen: _Pen, block: Block) -> None:
    if isinstance(block, Facts):
        for term, value in block.rows:
            _row(pen, term, value)
        return
    if isinstance(block, Title):
        page = pen.room(TITLE * 2)
        page.text((WIDTH - text_width(block.text, TITLE)) / 2, pen.y + TITLE / 2, TITLE, block.text)
        return
    size = TEXT + 1 if isinstance(block, Heading) else TEXT
    if isinstance(block, Heading):
        pen.room(TEXT)
    for line in wrapped(block.text, size, RIGHT - LEFT):
        page = pen.room(size * LEADING)
        page.text(LEFT, pen.y + PAD, size, line)


def _row(pen: _Pen, term: str, value: str) -> None:
    terms = wrapped(term, TEXT, TERM - 2 * PAD)
    values = wrapped(value, TEXT, RIGHT - LEFT - TERM - 2 * PAD)
    line = TEXT * LEADING
    height = max(len(terms), len(values)) * line
    page = pen.room(height)
    page.box(LEFT, pen.y, TERM, height)
    page.box(LEFT + TERM, pen.y, RIGHT - LEFT - TERM, height)
    for x, lines in ((LEFT + PAD, terms), (LEFT + TERM + PAD, values)):
        for place, text in enumerate(lines, 1):
            page.text(x, pen.y + height - place * line + PAD, TEXT, text)


def _file(pages: list[_Page]) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe6\xa1\x91\xe6\xa6\x86\n")
    places = []
    for number, body in enumerate(_objects(pages), 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _objects(pages: list[_Page]) -> Iterator[bytes]:
    """Catalogue, pages, the font in its three parts; then each page with its content."""
    first = 6
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(pages)))
    yield b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)>>"
    yield f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()
    yield (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UTF16-H/Encoding/UniGB-UTF16-H"
        b"/DescendantFonts[4 0 R]>>"
    )
    yield (
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        f"/FontDescriptor 5 0 R/DW 1000/W[{HALF_FROM} {HALF_TO} 500]>>"
    ).encode()
    yield (
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    )
    for place, page in enumerate(pages):
        content = "\n".join(("0.5 w", *page.parts)).encode()
        yield (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {first + 2 * place + 1} 0 R>>"
        ).encode()
        yield f"<</Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"

"""Small PDF files with Chinese text and ruled tables, written by hand: just what a printer driver puts on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
LEFT, TOP, BOTTOM = 60, 780, 70
SIZE, STEP, WRAP = 10, 14, 44

Rows = Sequence[Sequence[str]]


@dataclass
class Sheet:
    """One page: its content stream."""

    pieces: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str) -> None:
        """A run of text from x on, its baseline at y."""
        self.pieces.append(f"BT /F1 {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin line."""
        self.pieces.append(f"0.5 w {x0} {y0} m {x1} {y1} l S")


class Document:
    """Pages that are filled from top to bottom."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self.turn()

    def turn(self) -> None:
        """A new page."""
        if self.sheets:
            self.sheets[-1].text(WIDTH / 2 - 15, 40, f"- {len(self.sheets)} -")
        self.sheets.append(Sheet())
        self.y = TOP

    def paragraph(self, text: str, *, width: int = WRAP) -> None:
        """Text, wrapped after so many characters."""
        for line in text.split("\n"):
            for start in range(0, max(1, len(line)), width):
                if self.y < BOTTOM:
                    self.turn()
                self.sheets[-1].text(LEFT, self.y, line[start : start + width])
                self.y -= STEP

    def table(
        self, rows: Rows, widths: Sequence[int], *, ruled: bool = True, split_rows: bool = False
    ) -> None:
        """Cells wrapped to their columns (in characters). The first row is printed again on each new page."""
        self._rule_top(widths, ruled=ruled)
        for row in rows:
            lines = [_wrapped(text, width) for text, width in zip(row, widths, strict=True)]
            height = max(map(len, lines))
            if self.y - height * STEP < BOTTOM and not split_rows:
                self._again(rows, widths, ruled=ruled)
            while height:
                fits = max(1, min(height, int((self.y - BOTTOM) // STEP)))
                self._row([line[:fits] for line in lines], widths, fits, ruled=ruled)
                lines = [line[fits:] for line in lines]
                height -= fits
                if height:
                    self._again(rows, widths, ruled=ruled)
        self.y -= STEP

    def _again(self, rows: Rows, widths: Sequence[int], *, ruled: bool) -> None:
        self.turn()
        self._rule_top(widths, ruled=ruled)
        header = [_wrapped(text, width) for text, width in zip(rows[0], widths, strict=True)]
        self._row(header, widths, max(map(len, header)), ruled=ruled)

    def _rule_top(self, widths: Sequence[int], *, ruled: bool) -> None:
        if ruled:
            right = LEFT + sum(width * SIZE + 12 for width in widths)
            self.sheets[-1].line(LEFT, self.y + SIZE + 1, right, self.y + SIZE + 1)

    def _row(
        self, lines: Sequence[Sequence[str]], widths: Sequence[int], height: int, *, ruled: bool
    ) -> None:
        x, top, bottom = float(LEFT), self.y + SIZE + 1, self.y - (height - 1) * STEP - 3
        sheet = self.sheets[-1]
        for cell, width in zip(lines, widths, strict=True):
            for at, line in enumerate(cell):
                sheet.text(x + 6, self.y - at * STEP, line)
            if ruled:
                sheet.line(x, bottom, x, top)
            x += width * SIZE + 12
        if ruled:
            sheet.line(x, bottom, x, top)
            sheet.line(LEFT, bottom, x, bottom)
        self.y -= height * STEP

    def data(self) -> bytes:
        """The file."""
        font = (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
            b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 "
            b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] "
            b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"
        )
        bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
        kids = []
        for sheet in self.sheets:
            stream = "\n".join(sheet.pieces).encode()
            bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
            bodies.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
                b"/Resources << /Font << /F1 3 0 R >> >> >>" % (WIDTH, HEIGHT, len(bodies))
            )
            kids.append(b"%d 0 R" % len(bodies))
        bodies[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
        return _file(bodies)


def _wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)] or [""]


def _file(bodies: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        start,
    )
    return bytes(out)

"""Tables of written papers as a PDF prints them: ruled, without lines, or centred in their rows."""

from __future__ import annotations

from collections.abc import Sequence

from sangyu.city.papers.tests import pdfs

Rows = list[list[str]]


def print_table(document: pdfs.Document, rows: Rows, style: str) -> None:
    widths = _widths(rows)
    is_ruled = style == "ruled"
    if is_ruled:
        right = pdfs.LEFT + sum(width * pdfs.SIZE + 12 for width in widths)
        top = document.y + pdfs.SIZE + 1
        document.sheets[-1].line(pdfs.LEFT, top, right, top)
    for at, row in enumerate(rows):
        cells = [
            _wrapped("" if cell in {"^", "<"} else cell, w)
            for cell, w in zip(row, widths, strict=True)
        ]
        height = max(map(len, cells))
        if document.y - height * pdfs.STEP < pdfs.BOTTOM:
            document.turn()
            if is_ruled:
                right = pdfs.LEFT + sum(width * pdfs.SIZE + 12 for width in widths)
                top = document.y + pdfs.SIZE + 1
                document.sheets[-1].line(pdfs.LEFT, top, right, top)
        below = rows[at + 1] if at + 1 < len(rows) else [""] * len(row)
        _print_row(document, (row, below), cells, widths, style)
        document.y -= height * pdfs.STEP + (6 if style == "centred" else 0)
    document.y -= pdfs.STEP


def _print_row(
    document: pdfs.Document,
    rows: tuple[list[str], list[str]],
    cells: Sequence[Sequence[str]],
    widths: Sequence[int],
    style: str,
) -> None:
    sheet, height = document.sheets[-1], max(map(len, cells))
    top = document.y + pdfs.SIZE + 1
    bottom = document.y - (height - 1) * pdfs.STEP - 3
    x = float(pdfs.LEFT)
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        drop = (height - len(cell)) * pdfs.STEP / 2 if style == "centred" else 0.0
        for at, line in enumerate(cell):
            aside = (width - len(line)) * pdfs.SIZE / 2 if style == "centred" else 0.0
            sheet.text(x + 6 + aside, document.y - drop - at * pdfs.STEP, line)
        end = x + width * pdfs.SIZE + 12
        if style == "ruled":
            if rows[0][column] != "<":
                sheet.line(x, bottom, x, top)
            if rows[1][column] != "^":
                sheet.line(x, bottom, end, bottom)
        x = end
    if style == "ruled":
        sheet.line(x, bottom, x, top)


def _widths(rows: Rows) -> list[int]:
    """Columns wide enough for their labels, the rest by how much stands in them."""
    count = len(rows[0])
    room = (pdfs.WIDTH - 2 * pdfs.LEFT - 12 * count) // pdfs.SIZE
    columns = [
        [cell for cell in column if cell not in {"^", "<"}] for column in zip(*rows, strict=True)
    ]
    widths = [
        min(5, max(len(line) for line in column[0].split("\n"))) if column and column[0] else 4
        for column in columns
    ]
    wanted = [max([len(cell) for cell in column], default=1) for column in columns]
    while sum(widths) < room:
        at = max(range(count), key=lambda n: wanted[n] / widths[n])
        if wanted[at] <= widths[at]:
            break
        widths[at] += 1
    return widths


def _wrapped(text: str, width: int) -> list[str]:
    return [
        line[at : at + width]
        for line in text.split("\n")
        for at in range(0, max(1, len(line)), width)
    ]

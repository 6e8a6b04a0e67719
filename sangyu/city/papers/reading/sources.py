"""Opens a paper: plain text, .html, .docx, .xlsx or .pdf. Unsafe files are refused by the guard."""

from __future__ import annotations

from pathlib import Path

from sangyu.city.papers.reading.blocks import Source, Writer
from sangyu.city.papers.reading.pdf import read_pdf
from sangyu.city.papers.reading.sheets import read_workbook
from sangyu.city.papers.reading.web import read_web
from sangyu.city.papers.reading.word import read_word
from sangyu.kernel import officefiles
from sangyu.kernel.officefiles import Kind

# A paper has at most a few hundred pages; what is larger is not a paper.
LIMITS = officefiles.Limits(
    size=20 * officefiles.MIB, unpacked=200 * officefiles.MIB, cells=1_000_000
)
_READERS = {
    Kind.DOCX: read_word,
    Kind.XLSX: read_workbook,
    Kind.PDF: read_pdf,
    Kind.HTML: read_web,
}
ACCEPTED = frozenset({*_READERS, Kind.TEXT})


def open_source(source: bytes | Path, name: str) -> Source:
    """The paper's lines and grids; raises `DomainError` for a file that cannot be opened safely."""
    file = officefiles.inspect(source, name=name, accept=ACCEPTED, limits=LIMITS)
    reader = _READERS.get(file.kind)
    if reader is not None:
        return reader(file)
    writer = Writer()
    writer.line(file.text())
    return writer.source(name)

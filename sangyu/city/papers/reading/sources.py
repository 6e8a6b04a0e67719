"""Opens a paper of any format that Sangyu reads: plain text, .docx, .xlsx. Unsafe files are refused by the guard."""

from __future__ import annotations

from pathlib import Path

from sangyu.city.papers.reading.blocks import Source, Writer
from sangyu.city.papers.reading.sheets import read_workbook
from sangyu.city.papers.reading.word import read_word
from sangyu.kernel import officefiles
from sangyu.kernel.officefiles import Kind

# A paper has at most a few hundred pages; what is larger is not a paper.
LIMITS = officefiles.Limits(
    size=20 * officefiles.MIB, unpacked=200 * officefiles.MIB, cells=1_000_000
)
ACCEPTED = frozenset({Kind.DOCX, Kind.XLSX, Kind.TEXT})


def open_source(source: bytes | Path, name: str) -> Source:
    """The paper's lines and grids; raises `DomainError` for a file that cannot be opened safely."""
    file = officefiles.inspect(source, name=name, accept=ACCEPTED, limits=LIMITS)
    if file.kind is Kind.DOCX:
        return read_word(file)
    if file.kind is Kind.XLSX:
        return read_workbook(file)
    writer = Writer()
    writer.line(file.text())
    return writer.source(name)

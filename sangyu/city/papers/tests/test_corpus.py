"""Papers of the genre in our own words: every task with its units and its deadline, exactly."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document

from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.reading.types import PaperReading
from sangyu.city.papers.tests import documents, pdfs

CORPUS = Path(__file__).with_name("corpus")


def papers() -> list[Any]:
    """Every written paper."""
    return [
        pytest.param(paper, id=paper["name"])
        for file in sorted(CORPUS.glob("*.toml"))
        for paper in tomllib.loads(file.read_text(encoding="utf-8"))["paper"]
    ]


def rows(reading: PaperReading) -> list[list[str]]:
    """The tasks as the corpus writes them."""
    return [
        [
            task.no,
            " ".join(task.lead.names),
            " ".join(task.support.names),
            task.deadline.kind.value,
            " ".join(day.isoformat() for day in task.deadline.dates),
        ]
        for task in reading.tasks
    ]


def paragraphs(text: str) -> bytes:
    """As Word has it."""

    def write(made: Document) -> None:
        for line in text.split("\n"):
            made.add_paragraph(line)

    return documents.word(change=write)


def page(text: str) -> bytes:
    """As a site shows it: paragraphs among the page's own furniture and a hidden advertisement."""
    body = "".join(f"<p>&emsp;{html.escape(line)}</p>\n" for line in text.split("\n"))
    return (
        "<!DOCTYPE html><html><head><meta charset=gb18030><title>首页</title><script>alert(1)</script></head>"
        f"<body><nav>首页</nav><div><div style='display:none'>葡京娱乐</div>{body}</div></body></html>"
    ).encode("gb18030")


def printed(text: str) -> bytes:
    """As a printer driver has it: lines of 36 characters on numbered pages."""
    document = pdfs.Document()
    document.paragraph(text, width=36)
    return document.data()


FORMATS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "gb18030": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
    "word": paragraphs,
    "page": page,
    "pdf": printed,
}


@pytest.mark.parametrize("paper", papers())
def test_every_task_is_read_exactly_from_every_format(paper: dict[str, Any]) -> None:
    lossless = {"utf-8", "gb18030", "word"} if "needs_blank_lines" in paper else FORMATS.keys()
    for name in lossless:
        render = FORMATS[name]
        reading = read_paper(render(paper["text"]), "paper")
        assert rows(reading) == paper["tasks"], name

"""The reading of a whole paper: what it is, its clauses, and what it sets: tasks, targets, rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sangyu.city.papers.reading.actors import unattributed_items
from sangyu.city.papers.reading.blocks import BLANK, Source
from sangyu.city.papers.reading.clauses import read_clauses
from sangyu.city.papers.reading.document import paper_year, read_document, signatures
from sangyu.city.papers.reading.doubts import (
    cut_off,
    differing_rules,
    differing_targets,
    missing_numbers,
)
from sangyu.city.papers.reading.duties import duty_items
from sangyu.city.papers.reading.foreign import injected, page_end, page_furniture
from sangyu.city.papers.reading.indicators import indicator_targets
from sangyu.city.papers.reading.inline import Item, read_items
from sangyu.city.papers.reading.itemtasks import ItemReader
from sangyu.city.papers.reading.outline import Node, outline
from sangyu.city.papers.reading.rules import read_rules
from sangyu.city.papers.reading.sentences import Sentence, sentences_of
from sangyu.city.papers.reading.sources import open_source
from sangyu.city.papers.reading.tables import TableReading, read_tables
from sangyu.city.papers.reading.targets import read_targets
from sangyu.city.papers.reading.tasks import MOST_CHARACTERS, table_tasks
from sangyu.city.papers.reading.types import PaperReading, Problem, Span, Target
from sangyu.city.papers.reading.wraps import plain_words


def read_paper(source: bytes | Path, name: str) -> PaperReading:
    """Everything a paper says. A file that is unsafe or of no known kind raises `DomainError`."""
    return paper_of(open_source(source, name))


def paper_of(source: Source) -> PaperReading:
    """The reading of an opened paper."""
    text = source.text
    if len(text) > MOST_CHARACTERS:
        values = {"length": str(len(text)), "most": str(MOST_CHARACTERS)}
        return PaperReading(source.name, "", problems=(Problem("paper.too_long", values=values),))
    tables = read_tables(source)
    words = plain_words(text)
    root = outline(words, regions_of(source, [*tables.spans, *signatures(words), *page_end(text)]))
    items = _items(words, root, has_tables=bool(tables.spans))
    document = read_document(words, root, tables.spans)
    year = paper_year(document)
    tasks = [*table_tasks(source, tables, year), *map(ItemReader(text, words, year).task, items)]
    tasks.sort(key=lambda task: task.span)
    sentences = list(sentences_of(text, root, tasks))
    targets = _targets(source, sentences)
    rules = read_rules(sentences)
    problems = [
        *source.problems,
        *_table_problems(tables, has_tasks=bool(tasks)),
        *missing_numbers(root),
        *([] if _ends_in(text, tables.spans) else cut_off(text)),
        *differing_rules(rules),
        *differing_targets(targets),
        *injected(text),
        *page_furniture(text),
    ]
    return PaperReading(
        source.name, text, document, read_clauses(text, root, tasks),
        tuple(tasks), targets, rules, tuple(problems),
    )  # fmt: skip


def _items(text: str, root: Node, *, has_tables: bool) -> list[Item]:
    """The tasks of the running text: attributed ones, duties of units, and else what sentences set units to do."""
    items = read_items(text, root)
    duties = duty_items(text, root, [item.span for item in items])
    told = [item.span for item in duties]
    others = [] if has_tables else unattributed_items(text, root, len(duties))
    return [*items, *duties, *(item for item in others if not _overlaps(item.span, told))]


def _targets(source: Source, sentences: Sequence[Sentence]) -> tuple[Target, ...]:
    """Those of the sentences, and those of tables of indicators where no sentence said them."""
    found = read_targets(sentences)
    more = (t for t in indicator_targets(source) if not _overlaps(t.span, [f.span for f in found]))
    return tuple(sorted((*found, *more), key=lambda target: target.span))


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def regions_of(source: Source, tables: Sequence[Span]) -> list[Span]:
    """The stretches of running text: everything but the task tables and what else is given, in order."""
    regions: list[Span] = []
    start = 0
    for hole in [*sorted(tables), Span(len(source.text), len(source.text))]:
        if hole.start > start:
            regions.append(Span(start, hole.start))
        start = max(start, hole.end)
    return regions


def _ends_in(text: str, tables: Sequence[Span]) -> bool:
    """A table's last cell needs no full stop."""
    end = len(text.rstrip(BLANK + "|"))
    return any(table.start < end <= table.end for table in tables)


def _table_problems(tables: TableReading, *, has_tasks: bool) -> list[Problem]:
    """A paper whose tasks stand in its text needs no table."""
    return [p for p in tables.problems if not (has_tasks and p.code == "table.none")]

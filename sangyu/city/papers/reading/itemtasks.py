"""Items of running text as tasks."""

from __future__ import annotations

import re

from sangyu.city.papers.reading.blocks import GAP
from sangyu.city.papers.reading.deadlines import read_deadline
from sangyu.city.papers.reading.foreign import injected, passage
from sangyu.city.papers.reading.headers import first_leads_from
from sangyu.city.papers.reading.inline import Item
from sangyu.city.papers.reading.inline_dates import deadline_in
from sangyu.city.papers.reading.tasks import units_problems
from sangyu.city.papers.reading.types import Deadline, Passage, Problem, Span, Task, Units
from sangyu.city.papers.reading.variants import Variants

_WRAP = re.compile(rf"{GAP}*\n{GAP}*")


class ItemReader:
    """Makes tasks of one paper's items.

    All spans point into `text`; `words` is the same without what only looks different.

    `year`: that of the title.
    """

    def __init__(self, text: str, words: str, year: int = 0) -> None:
        self._text = text
        self._words = words
        self._year = year
        self._variants = Variants(text)
        self._first_leads = first_leads_from(text)

    def task(self, item: Item) -> Task:
        """The item with its units, its deadline and everything doubtful."""
        lead, support, problems = self._units(item)
        title = self.passage((item.title,))
        measure = self.passage(item.body)
        deadline = self._deadline(item)
        problems = [*item.problems, *problems, *deadline.problems]
        for field, units in (("lead", lead), ("support", support)):
            problems.extend(self._variants.of(units, field, item.span))
        if not title.printed:
            problems.append(Problem("title.blank", span=item.span, field="title"))
        problems.extend(
            injected(self._text[item.span.start : item.span.end], offset=item.span.start)
        )
        return Task(
            no=item.no, title=title, lead=lead, support=support, deadline=deadline,
            span=item.span, part=item.part, measure=measure, problems=tuple(problems),
            is_inline=True,
        )  # fmt: skip

    def passage(self, spans: tuple[Span, ...]) -> Passage:
        """The pieces as one passage; its reading joins the lines that a page has wrapped."""
        if not spans:
            return Passage()
        printed = "\n".join(self._text[span.start : span.end] for span in spans)
        whole = passage(printed, Span(spans[0].start, spans[-1].end))
        return Passage(whole.printed, whole.span, _WRAP.sub("", whole.reading))

    def _units(self, item: Item) -> tuple[Units, Units, list[Problem]]:
        said = item.attribution
        if said is None:
            return Units(), Units(), [Problem("lead.blank", span=item.span, field="lead")]
        lead, support = said.lead, said.support
        problems = []
        begins = self._first_leads
        holds = begins is not None and said.span.end > begins and not said.are_equals
        if not said.is_told and holds and len(lead.names) > 1:
            lead, support = Units(lead.names[:1]), Units(lead.names[1:], lead.is_open)
        elif not said.is_told and len(lead.names) > 1:
            problems.append(Problem("lead.not_named", "、".join(lead.names), said.span, "lead"))
        problems.extend(units_problems(item.span, "lead", lead, is_expected=True))
        problems.extend(units_problems(item.span, "support", support, is_expected=False))
        return lead, support, problems

    def _deadline(self, item: Item) -> Deadline:
        span = item.attribution.deadline if item.attribution else None
        if span is not None:
            return read_deadline(self._text[span.start : span.end], span, self._year)
        return deadline_in(self._words, (item.title, *item.body), self._year)

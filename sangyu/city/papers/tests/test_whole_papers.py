"""Whole papers: tables in every format, what was read beside the tasks, and papers that were spoiled."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.reading.types import PaperReading
from sangyu.city.papers.tests import documents, pdfs
from sangyu.kernel.errors import DomainError

Rows = Sequence[Sequence[str]]
HEADER = ("序号", "重点任务", "牵头单位", "责任单位", "完成时限")
TABLE = [
    HEADER,
    ("1", "每年清点辖区老年人口，写出分析。", "市卫生健康局", "各镇人民政府", "每年1月底"),
    ("2", "建成一处区域养老服务中心，护理型床位不少于一百张，配套助餐。" * 2, "市民政局、市财政局", "", "2025年底"),
    ("3", "办好老年食堂。", "市民政局", "市市场监管局、市财政局、各街道办事处", "长期"),
]  # fmt: skip


def page(rows: Rows) -> bytes:
    """A page with the table inside a table that only lays out."""
    body = "".join(
        "<tr>" + "".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<!doctype html><body><table><tr><td><table>{body}</table></td></tr></table>".encode()


def printed(rows: Rows, *, ruled: bool, lines_above: int = 0) -> bytes:
    document = pdfs.Document()
    document.paragraph("\n".join(["任务分解表"] * (1 + lines_above)))
    document.table(rows, [3, 14, 9, 9, 6], ruled=ruled, split_rows=True)
    document.paragraph("抄送：市委办公室。")
    return document.data()


FORMATS: dict[str, Callable[[Rows], bytes]] = {
    "word": documents.word,
    "workbook": documents.workbook,
    "page": page,
    "bars": lambda rows: "\n".join("|" + "|".join(row) + "|" for row in rows).encode(),
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows).encode("gb18030"),
    "ruled PDF": lambda rows: printed(rows, ruled=True),
    "ruled PDF over two pages": lambda rows: printed(rows, ruled=True, lines_above=42),
    "PDF without lines": lambda rows: printed(rows, ruled=False),
    "PDF without lines over two pages": lambda rows: printed(rows, ruled=False, lines_above=42),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_says_the_same_in_every_format(name: str) -> None:
    reading = read_paper(FORMATS[name](TABLE), "paper")
    found = [
        (
            task.no,
            task.title.reading.replace("\n", ""),
            "、".join(task.lead.names),
            "、".join(task.support.names),
            task.deadline.printed,
        )
        for task in reading.tasks
    ]
    assert found == TABLE[1:]


AIMS = """实施方案

一、目标
全市护理型床位占比2020年年底前达到40%，2021年达到50%，2022年不低于55%。街道中心、社区站点覆盖率分别达到100%、90%。
二、任务
（一）鼓励办站。新建小区按人均用地很多于0.1平方米配建，老旧小区按每百户不低于20平方米补建。
自备案之日起20个工作日内现场检查。
（三）设施监控。录像保存时间不少于30天，每半年至少开展1次演练。
到2022年，护理型床位占比达到60%以上。
"""


def test_targets_rules_clauses_and_doubts_of_a_paper() -> None:
    reading = read_paper(AIMS.encode(), "paper.txt")
    first, *others, last = reading.targets
    assert [(step.value, str(step.due_on)) for step in first.steps] == [
        ("40", "2020-12-31"), ("50", "2021-12-31"), ("55", "2022-12-31"),
    ]  # fmt: skip
    assert [(one.indicator, one.value) for one in others] == [
        ("街道中心覆盖率", "100"), ("社区站点覆盖率", "90"),
    ]  # fmt: skip
    assert (last.indicator, last.value, str(last.due_on)) == ("护理型床位占比", "60", "2022-12-31")
    assert [(rule.kind, rule.value, rule.unit) for rule in reading.rules] == [
        ("threshold", "20", "平方米"), ("within", "20", "工作日"), ("keep", "30", "天"), ("every", "1", "次/半年"),
    ]  # fmt: skip
    codes = {problem.code: problem for problem in reading.problems}
    assert codes["clause.missing"].values == {"numbers": "2"}
    assert codes["targets.differ"].values == {"first": "55%", "second": "60%"}
    (_, task) = reading.clauses
    assert "〔很多于→不少于〕0.1" in task.children[0].reading
    assert task.children[0].text in AIMS
    assert task.children[0].modality == "encourage"


def test_what_is_striven_for_does_not_bind_until_the_words_bind_again() -> None:
    text = """实施方案

一、目标
力争到2026年底，助餐点满意率达到90%，确保护理型床位占比达到55%以上。
到2026年底，老年人建档率达到95%，争取巡访率达到80%以上。
争取中央专项资金，到2026年底特困老年人集中供养率达到100%。
"""
    found = [(one.value, one.modality) for one in read_paper(text.encode(), "paper.txt").targets]
    assert found == [
        ("90", "strive"), ("55", "must"), ("95", "must"), ("80", "strive"), ("100", "must"),
    ]  # fmt: skip


def spans_hold(reading: PaperReading) -> bool:
    """Every span lies within the text."""
    spans = [task.span for task in reading.tasks]
    spans += [target.span for target in reading.targets]
    spans += [rule.span for rule in reading.rules]
    spans += [problem.span for problem in reading.problems if problem.span]
    return all(0 <= span.start <= span.end <= len(reading.text) for span in spans)


PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "2．",
        "（责任单位：市民政局、",
        "市财政局）",
        "（市民政局负责）",
        "每年1次",
        "到2025年底达到50%",
        "20个工作日内",
        "\n",
        "。",
        "；",
        "附件1\n",
        "篇一：",
        "序号\t任务\t责任单位\n",
        "1\t办站\t市民政局\n",
        "（",
        "）",
        "【",
        "\u2003",
        "每百户不低于20平方米",
        "由民政部门会同公安部门",
        "<table>",
        "2025年13月",
        "9" * 30 + "%",
        "十百十",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60), st.sampled_from(["utf-8", "gb18030", "page", "pdf"]))
def test_whatever_a_paper_says_reading_ends_and_is_the_same_again(
    pieces: list[str], form: str
) -> None:
    text = "实施方案\n" + "".join(pieces)
    data = text.encode("gb18030" if form == "gb18030" else "utf-8")
    if form == "page":
        data = f"<html><body><p>{text.replace(chr(10), '<br>')}</p>".encode()
    elif form == "pdf":
        document = pdfs.Document()
        document.paragraph(text)
        data = document.data()
    try:
        reading = read_paper(data, "paper")
    except DomainError:
        return
    assert spans_hold(reading)
    assert reading == read_paper(data, "paper")
    # No attribution is lost without a trace: each stands in a task.
    if form == "utf-8":
        named = sum("市财政局" in task.lead.names for task in reading.tasks)
        assert named or "（一）（责任单位：市民政局、市财政局）" not in text


SPOILED = {
    "broken PDF": b"%PDF-1.7\nnothing",
    "cells without end": b"<html><table><tr>"
    + b"<td colspan=9999 rowspan=9999>x" * 9_000
    + b"<tr>" * 9_000,
}


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_files_are_refused(name: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_paper(SPOILED[name], "paper")
    assert refused.value.code == "file.damaged"


def test_single_characters_of_a_font_that_is_not_in_the_file_are_read() -> None:
    document = pdfs.Document()
    document.paragraph("一、办站。\n甲")
    assert "甲" in read_paper(document.data(), "paper").text

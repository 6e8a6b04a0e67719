"""Task tables in copied text, as many mirrors flatten them: every row read exactly, or asked about, never guessed."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from sangyu.city.papers import sentences
from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.reading.tasks import read_tasks
from sangyu.city.papers.reading.types import TaskReading

FOLDER = Path(__file__).parent


def cases(file: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))[key]
    return found


READABLE = cases("row_papers.toml", "paper") + cases("flat_papers.toml", "paper")
PAPERS = {case["name"]: case["text"] for case in READABLE}
EXPECTED = {case["name"]: [tuple(task) for task in case["tasks"]] for case in READABLE}
LOST = {case["name"]: case["text"] for case in cases("lost_papers.toml", "lost")}


def read(text: str, encoding: str = "utf-8") -> TaskReading:
    return read_tasks(text.encode(encoding), "paper.txt")


def summary(reading: TaskReading) -> list[tuple[str, ...]]:
    """no, lead, support, deadline kind."""
    return [
        (t.no, "+".join(t.lead.names), "+".join(t.support.names), t.deadline.kind.value)
        for t in reading.tasks
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_every_row_is_read_with_its_units_and_its_kind_of_deadline(name: str) -> None:
    text, expected = PAPERS[name], EXPECTED[name]
    reading = read(text)
    assert summary(reading) == expected
    for task in reading.tasks:
        for passage in task.passages.values():
            assert passage.span is not None
            kept = reading.text[passage.span.start : passage.span.end]
            assert kept.split() == passage.printed.split()
    assert summary(read(text, "gb18030")) == expected
    assert summary(read(text.replace("\n", "\r\n"), "utf-16")) == expected


def test_parts_follow_section_cells_and_section_lines() -> None:
    assert [task.part for task in read(PAPERS["barred cells"]).tasks] == [
        "夯实基础",
        "夯实基础",
        "提升质量",
    ]
    assert [task.part for task in read(PAPERS["section lines"]).tasks] == [
        "一、夯实基础",
        "（二）提升服务",
    ]


def test_an_open_list_and_blank_cells_are_asked_about() -> None:
    one, two, _three = read(PAPERS["barred cells"]).tasks
    assert [problem.code for problem in one.problems] == ["units.open"]
    assert [problem.code for problem in two.problems] == ["support.blank"]
    assert [p.code for p in read(PAPERS["tabbed cells"]).problems] == ["table.no_deadlines"]
    assert [p.code for p in read(PAPERS["who leads is said in words"]).tasks[3].problems] == [
        "lead.not_named"
    ]


def test_injected_strings_are_set_apart_and_lottery_funds_are_not() -> None:
    reading = read(PAPERS["advertising"])
    first, second = reading.tasks
    assert first.title.reading == "打造“〔外来文字〕健康养老区”"
    assert first.title.printed == "打造“188金宝慱手机 健康养老区”"
    assert [problem.text for problem in first.problems] == ["188金宝慱手机"]
    assert second.title.reading == second.title.printed
    assert second.problems == ()
    found = {(p.code, p.text) for p in reading.problems}
    assert found == {
        ("foreign.injected", "188金宝慱手机"),
        ("foreign.page", "Baidu"),
        ("foreign.page", "map"),
    }
    for problem in reading.problems:
        assert problem.span is not None
        assert reading.text[problem.span.start : problem.span.end] == problem.text


@pytest.mark.parametrize("name", LOST)
def test_a_table_that_lost_its_cells_is_refused_with_the_reason(name: str) -> None:
    reading = read(LOST[name])
    assert reading.tasks == ()
    assert [problem.code for problem in reading.problems] == ["table.lost_cells"]


def test_a_row_that_cannot_be_told_apart_is_a_problem_and_the_others_are_read() -> None:
    text = PAPERS["one cell per line"].replace(
        "建一所中心\n市民政局\n市财政局\n2025年\n", "市民政局\n市财政局\n"
    )
    reading = read(text)
    assert [task.no for task in reading.tasks] == ["1", "3"]
    (unread,) = reading.problems
    assert unread.code == "row.cells"
    assert unread.span is not None
    assert "市财政局" in reading.text[unread.span.start : unread.span.end]


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求\n各单位要高度重视，按照职责分工抓好落实。（责任单位：市民政局、市财政局）\n",
        "|序号|项目名称|单位|数量|\n|1|轮椅|台|20|\n|2|护理床|张|30|\n",
        "姓名\t职务\n某某\t局长\n",
        "\n",
    ],
    ids=["prose", "goods", "names", "blank"],
)
def test_what_is_no_task_table_gives_no_task(text: str) -> None:
    reading = read(text)
    assert reading.tasks == ()
    assert [problem.code for problem in reading.problems] == ["table.none"]


def test_columns_of_persons_are_dropped_and_other_columns_kept() -> None:
    text = "|序号|任务|责任单位|配合单位|责任人|备注|\n|1|建站|市民政局|市财政局|某某某|试点|\n"
    (task,) = read(text).tasks
    assert task.extras == {"备注": "试点"}
    assert "某某某" not in repr(task)


def test_missing_and_repeated_numbers_are_told() -> None:
    head = "|序号|任务|牵头单位|配合单位|\n"
    rows = "".join(f"|{n}|事项{n}|市民政局|市财政局|\n" for n in (1, 2, 5, 5))
    reading = read(head + rows)
    assert [task.no for task in reading.tasks] == ["1", "2", "5", "5"]
    missing, repeated = (problem for problem in reading.problems if problem.code.startswith("row."))
    assert (missing.code, dict(missing.values)) == ("row.missing", {"numbers": "3、4"})
    assert repeated.code == "row.repeated"


def test_what_is_longer_than_any_paper_is_refused_before_it_is_read() -> None:
    reading = read("养老服务。\n" * 200_000)
    assert [problem.code for problem in reading.problems] == ["paper.too_long"]


def test_every_problem_has_its_sentence_in_both_languages() -> None:
    folder = Path(sentences.__file__).parent
    codes = set()
    for file in (*(folder / "reading").glob("*.py"), folder / "proposing.py"):
        found = re.findall(
            r'"((?:table|row|title|lead|support|units|deadline|foreign|paper|unit|attribution|clause|rules|targets|pdf|web)\.[a-z_]+)"',
            file.read_text("utf-8"),
        )
        codes.update(found)
    codes = (codes - {"foreign.toml"}) | {"lead.blank", "support.blank"}
    assert codes == set(sentences.SENTENCES)
    with (folder / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as stream:
        catalogue = read_po(stream)
    with translation.override("en"):
        for message in sentences.SENTENCES.values():
            translated = str(catalogue[str(message)].string)
            assert set(re.findall(r"%\(\w+\)s", translated)) == set(
                re.findall(r"%\(\w+\)s", str(message))
            )
            assert translated


def test_many_bars_between_column_names_take_no_time() -> None:
    started = time.process_time()
    read_paper(("责任单位" + " | " * 17 + "甲").encode(), "paper")
    assert time.process_time() - started < 5

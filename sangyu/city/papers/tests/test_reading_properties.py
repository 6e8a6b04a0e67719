"""Whatever a paper says, reading ends, loses no row, and never puts a cell under the wrong column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangyu.city.papers.reading.tasks import read_tasks
from sangyu.city.papers.tests.documents import word, workbook

Row = tuple[str, str, str, str]

TITLES = st.sampled_from(
    [
        "建立老年人台账，做到底数清、情况明。",
        "每年为老年人体检一次，2025年管理率达到75%以上。",
        "建护理站",
        "新建城区和居住（小）区按标准配建设施，不得挪用；已建的补齐。",
        "推进“互联网+养老”服务",
        "支持市中医医院设立康养中心",
        "3个社区试点",
    ]
)
UNIT = st.sampled_from(
    [
        "市民政局",
        "市住房和城乡建设局",
        "各县（市、区）人民政府",
        "市委宣传部",
        "州生态环境局某分局",
        "各镇人民政府〔街道办事处〕",
        "市老龄办",
    ]
)
UNITS = st.lists(UNIT, min_size=1, max_size=4, unique=True).map("、".join)
DEADLINES = st.sampled_from(
    ["2025年", "每年1月底", "长期", "2023年底完成长期坚持", "每季度召开一次", "分年度实施"]
)
ROWS = st.lists(
    st.tuples(TITLES, UNITS, st.one_of(st.just(""), UNITS), DEADLINES), min_size=1, max_size=6
)
HEADER = ("重点任务", "牵头单位", "责任单位", "完成时限")


def numbered(rows: Sequence[Row]) -> list[list[str]]:
    return [["序号", *HEADER], *([str(n), *row] for n, row in enumerate(rows, 1))]


def barred(rows: Sequence[Row]) -> bytes:
    return "\n".join(f"{cell} |" for row in numbered(rows) for cell in row).encode()


def tabbed(rows: Sequence[Row]) -> bytes:
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in numbered(rows)).encode()


def spaced(rows: Sequence[Row]) -> bytes:
    """As the seed paper: an empty line between cells, two between rows; a blank cell leaves its empty lines."""
    return "\n\n\n".join("\n\n".join(row) for row in numbered(rows)).encode()


def markdown(rows: Sequence[Row]) -> bytes:
    return "\n".join("|" + "|".join(row) + "|" for row in numbered(rows)).encode()


def lossy(rows: Sequence[Row]) -> bytes:
    """One cell per line; blank cells are gone without a trace."""
    return "\n".join(cell for row in numbered(rows) for cell in row if cell).encode()


LOSSLESS: dict[str, Callable[[Sequence[Row]], bytes]] = {
    "barred": barred,
    "tabbed": tabbed,
    "markdown": markdown,
    "tabs": lambda rows: "\n".join("\t".join(row) for row in numbered(rows)).encode("gb18030"),
    "word": lambda rows: word(numbered(rows)),
    "excel": lambda rows: workbook(numbered(rows)),
}


def read(data: bytes) -> tuple[list[tuple[str, ...]], list[str]]:
    reading = read_tasks(data, "paper")
    tasks = [
        (
            task.no,
            *(
                task.passages[role].printed if role in task.passages else ""
                for role in ("title", "lead", "support", "deadline")
            ),
        )
        for task in reading.tasks
    ]
    return tasks, [problem.code for problem in reading.problems]


@pytest.mark.parametrize("layout", LOSSLESS)
@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_layouts_that_keep_their_cells_are_read_exactly(layout: str, rows: list[Row]) -> None:
    tasks, problems = read(LOSSLESS[layout](rows))
    assert tasks == [(str(n), *row) for n, row in enumerate(rows, 1)]
    assert problems == []


@pytest.mark.parametrize("render", [spaced, lossy])
@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_where_blank_cells_were_lost_a_row_is_right_or_a_problem(
    render: Callable[[Sequence[Row]], bytes], rows: list[Row]
) -> None:
    tasks, problems = read(render(rows))
    expected = {str(n): row for n, row in enumerate(rows, 1)}
    for no, *cells in tasks:
        assert tuple(cells) == expected[no]
    if len(tasks) < len(rows):
        assert set(problems) & {"row.cells", "table.lost_cells"}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                [
                    "序号",
                    "重点任务",
                    "牵头单位",
                    "责任单位",
                    "完成时限",
                    "1",
                    "2",
                    "3",
                    "|",
                    "\t",
                    "\n",
                    "、",
                    "市民政局",
                    "长期",
                    "（",
                    "〔",
                ]
            ),
        ),
        max_size=60,
    ),
    st.sampled_from(["", "\n", "\t", "|", " ", "\n\n"]),
)
def test_reading_ends_on_any_text(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    clean = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t") or "甲"
    reading = read_tasks(("正文：" + clean).encode("utf-8", "replace"), "paper.txt")
    for problem in reading.problems:
        assert problem.span is None or 0 <= problem.span.start <= problem.span.end <= len(
            reading.text
        )

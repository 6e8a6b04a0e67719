"""What a paper says of itself: title, number, issuer and dates, from its head and its end and never from its tables."""

from __future__ import annotations

import time
from datetime import date

import pytest

from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.reading.types import Document

HEADS = {
    "issuer-in-the-title": (
        "X市人民政府办公室关于印发《养老服务提升方案》的通知\nX政办发〔2021〕37号\n一、总则。\n",
        Document(
            title="X市人民政府办公室关于印发《养老服务提升方案》的通知",
            number="X政办发〔2021〕37号",
            issuer="X市人民政府办公室",
        ),
    ),
    "two-issuers-above": (
        """中共青川市委办公室 青川市人民政府办公室
关于印发《若干措施》的通知
青办发〔2023〕12号
本措施自2023年7月1日起施行，有效期5年。
""",
        Document(
            title="关于印发《若干措施》的通知",
            number="青办发〔2023〕12号",
            issuer="中共青川市委办公室 青川市人民政府办公室",
            effective_on=date(2023, 7, 1),
            valid_until=date(2028, 6, 30),
        ),
    ),
    "title-of-no-known-kind": (
        "云岭省托育服务责任清册\n\n一、补短板。\n",
        Document(title="云岭省托育服务责任清册"),
    ),
    "signed-in-chinese-numerals": (
        "关于加强探访的通知\n一、每月探访。\n\n清河县民政局\n二〇二三年三月二十一日\n",
        Document(title="关于加强探访的通知", issuer="清河县民政局", issued_on=date(2023, 3, 21)),
    ),
    "a-table-signs-nothing": (
        """云溪区任务分解表
序号\n任务\n牵头单位\n责任单位\n时限
1\n甲\n区民政局\n区卫健局\n2022年11月30日
2\n乙\n区民政局\n区残联\n2022年12月20日
""",
        Document(title="云溪区任务分解表"),
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_paper_is_known_by_its_head_and_its_signature(name: str) -> None:
    text, expected = HEADS[name]
    found = read_paper(text.encode(), "paper").document
    said = ("title", "number", "issuer", "issued_on", "effective_on", "valid_until")
    assert {part: getattr(found, part) for part in said} == {
        part: getattr(expected, part) for part in said
    }


def test_the_year_of_the_title_is_a_proposal_and_stays_a_question() -> None:
    text = "某县2023年民生实事任务分解\n一、建站。（责任单位：县民政局；完成时限：9月底前）\n"
    (task,) = read_paper(text.encode(), "paper").tasks
    assert task.deadline.dates == (date(2023, 9, 30),)
    assert "deadline.no_year" in [problem.code for problem in task.problems]


def test_a_signature_belongs_to_no_clause() -> None:
    text = "关于督查的通知\n一、督查（责任单位：市民政局）\n二、通报。（责任单位：市政府办）\n市民政局\n2023年5月8日\n"
    last = read_paper(text.encode(), "paper").tasks[-1]
    assert (last.no, last.deadline.dates, text[last.span.end :].strip()) == (
        "二",
        (),
        "市民政局\n2023年5月8日",
    )


@pytest.mark.parametrize(
    "piece",
    ["局和", "。由市民政局和", "（市民政局、", "每年6月、", "县民政局：做好工作。\n", "养 老 "],
)
def test_no_repetition_makes_the_reading_slow(piece: str) -> None:
    text = "一、任务\n（一）" + piece * (20_000 // len(piece))
    started = time.process_time()
    read_paper(text.encode(), "paper")
    assert time.process_time() - started < 5

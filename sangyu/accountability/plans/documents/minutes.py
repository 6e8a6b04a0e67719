"""A meeting as a document: its agenda while it is to come, its minutes (会议纪要) once they are confirmed."""

from __future__ import annotations

from sangyu.accountability.plans.documents.material import Material, day
from sangyu.accountability.plans.documents.page import Page
from sangyu.accountability.plans.documents.words import AGENDA
from sangyu.accountability.plans.selectors.supervision import ItemRow, MeetingPage
from sangyu.accountability.plans.types import AgendaKind


def document(material: Material, meeting: MeetingPage) -> bytes:
    """As .docx."""
    page, row = Page(), meeting.meeting
    if row.held_on is None:
        page.title(f"《{material.plan.title}》调度会议议程", row.period)
        page.text(f"拟于{day(row.due_on)}前召开。")
        _agenda(page, meeting)
    else:
        page.red_head("会议纪要", row.period)
        page.title(f"《{material.plan.title}》调度会议纪要")
        page.text(
            f"时间：{day(row.held_on)}", f"地点：{row.place or '—'}", f"主持：{row.chair or '—'}",
            f"参加单位：{row.present or '—'}",
        )  # fmt: skip
        page.text(row.minutes)
        page.heading("议题")
        _agenda(page, meeting)
        page.heading("议定事项")
        _decisions(page, meeting)
    page.signature(material.issuer, row.held_on or material.on)
    return page.bytes()


def _agenda(page: Page, meeting: MeetingPage) -> None:
    rows = [_row(number, one) for number, one in enumerate(meeting.items, start=1)]
    if rows:
        page.table(("序号", "事项", "汇报单位", "列入原因"), rows, (12, 74, 32, 38))
    else:
        page.text("无逾期、受阻和未达目标事项。")


def _row(number: int, one: ItemRow) -> tuple[str, ...]:
    item = one.item
    facts = item.facts
    why = (
        f"逾期{facts['days']}天"
        if facts.get("days")
        else "；".join(map(str, facts.get("texts", [])))
    )
    kind = AGENDA[AgendaKind(item.kind)]
    unit = item.unit.short_name if item.unit else "—"
    return str(number), item.words, unit, f"{kind}：{why}" if why else kind


def _decisions(page: Page, meeting: MeetingPage) -> None:
    if not meeting.decisions:
        page.text("无。")
        return
    rows = [
        (
            str(one.decision.position),
            one.decision.words,
            one.decision.unit.short_name,
            day(one.decision.due_on),
        )
        for one in meeting.decisions
    ]
    page.table(("序号", "议定事项", "责任单位", "完成时限"), rows, (12, 80, 32, 32))

"""The 通报 (Kaili annex 1): how the plan stands, who is late and why, who is commended, what is asked."""

from __future__ import annotations

from sangyu.accountability.plans.documents.material import Material, day
from sangyu.accountability.plans.documents.page import Page
from sangyu.accountability.plans.documents.words import REMARKS, standing
from sangyu.accountability.plans.selectors import TaskLine
from sangyu.accountability.plans.types import RemarkKind, TaskStanding

KEPT = (TaskStanding.KEPT, TaskStanding.KEPT_LATE)


def document(material: Material) -> bytes:
    """As .docx."""
    page = Page()
    held = sum(meeting.held_on is not None for meeting in material.meetings)
    page.red_head("工作情况通报", f"〔{material.on.year}〕第{held + 1}期")
    page.title(f"关于《{material.plan.title}》落实情况的通报")
    page.text("各有关单位：")
    page.heading("一、总体情况")
    page.text(_overall(material))
    page.heading("二、各单位任务完成情况")
    page.table(
        ("单位", "牵头任务", "已完成", "逾期", "受阻", "年度得分"),
        _units(material),
        (42, 22, 22, 22, 22, 26),
    )
    page.heading("三、逾期和受阻事项")
    _late(page, material)
    page.heading("四、表扬和约谈情况")
    _remarks(page, material)
    page.heading("五、下步要求")
    page.text(*_asks(material))
    page.signature(material.issuer, material.on)
    return page.bytes()


def _overall(material: Material) -> str:
    count = material.standings
    kept = sum(count[state] for state in KEPT)
    return (
        f"截至{day(material.on)}，共{len(material.lines)}项任务，已完成{kept}项（其中逾期完成"
        f"{count[TaskStanding.KEPT_LATE]}项），推进中{count[TaskStanding.RUNNING] + count[TaskStanding.STANDING]}项，"
        f"待审核{count[TaskStanding.WAITING]}项，受阻{count[TaskStanding.BLOCKED]}项，"
        f"逾期未完成{count[TaskStanding.OVERDUE]}项。"
    )


def _units(material: Material) -> list[tuple[str, ...]]:
    points = {one.unit.short_name: one.score.points for one in material.scores.units}
    names = dict.fromkeys(line.lead_unit.short_name for line in material.lines if line.lead_unit)
    rows: list[tuple[str, ...]] = []
    for name in names:
        states = [line.standing for line in material.led_by(name)]
        kept = sum(states.count(state) for state in KEPT)
        late, blocked = states.count(TaskStanding.OVERDUE), states.count(TaskStanding.BLOCKED)
        score = f"{points[name]}" if name in points else "—"
        rows.append((name, str(len(states)), str(kept), str(late), str(blocked), score))
    return rows


def _late(page: Page, material: Material) -> None:
    rows = [_late_row(line) for line in material.lines if line.standing == TaskStanding.OVERDUE]
    rows += [_late_row(line) for line in material.lines if line.standing == TaskStanding.BLOCKED]
    if rows:
        page.table(("序号", "任务", "牵头单位", "情况"), rows, (14, 72, 34, 36))
    else:
        page.text("无。")


def _late_row(line: TaskLine) -> tuple[str, ...]:
    return line.task.no, line.task.title, "、".join(line.lead), standing(line)


def _remarks(page: Page, material: Material) -> None:
    if not material.remarks:
        page.text("本年度暂无。")
    for one in material.remarks:
        kind = REMARKS[RemarkKind(one.kind)]
        explained = f"该单位说明：{one.explanation}" if one.explanation else "该单位尚未说明。"
        text = f"{day(one.on)}，{kind}{one.organisation.short_name}：{one.grounds}"
        page.text(text if one.kind == RemarkKind.COMMENDED else f"{text}　{explained}")


def _asks(material: Material) -> list[str]:
    asks = []
    if material.standings[TaskStanding.OVERDUE]:
        asks.append("（一）逾期任务的牵头单位应立即办理，并在下次月报中说明逾期原因和完成时间。")
    if material.standings[TaskStanding.BLOCKED]:
        asks.append("（二）受阻任务由牵头单位会同配合单位研究解决；解决不了的，提交下次调度会议。")
    if material.office and not material.office.dissolved_on:
        asks.append(f"各牵头单位于每月{material.office.returns_day}日前报送任务进展月报。")
    return asks or ["请各单位继续按任务分工抓好落实。"]

"""The Chinese words of official documents: they do not follow the reader's language."""

from __future__ import annotations

from sangyu.accountability.plans.models import Goal
from sangyu.accountability.plans.selectors import TaskLine
from sangyu.accountability.plans.types import AgendaKind, Operator, RemarkKind, TaskStanding

STANDINGS = {
    TaskStanding.KEPT: "按期完成", TaskStanding.KEPT_LATE: "逾期完成", TaskStanding.OVERDUE: "逾期未完成",
    TaskStanding.BLOCKED: "受阻", TaskStanding.WAITING: "待审核", TaskStanding.RUNNING: "推进中",
    TaskStanding.PLANNED: "未到启动时间", TaskStanding.STANDING: "长期坚持", TaskStanding.ENDED: "已取消",
}  # fmt: skip
AGENDA = {
    AgendaKind.OVERDUE: "逾期", AgendaKind.BLOCKED: "受阻", AgendaKind.RED: "目标未达",
    AgendaKind.POSTPONE: "申请延期", AgendaKind.UNKEPT: "前次议定未落实", AgendaKind.BY_HAND: "其他",
}  # fmt: skip
REMARKS = {
    RemarkKind.COMMENDED: "表扬",
    RemarkKind.TALKED: "约谈",
    RemarkKind.REFERRED: "移送处理",
}
SCORES = {
    "duties": "任务完成", "returns": "月报报送", "goals": "年度目标", "commended": "表扬加分",
    "talked": "约谈扣分", "referred": "移送处理扣分", "sent_back": "月报退回扣分",
}  # fmt: skip


def score_reason(counts: dict[str, int]) -> str:
    """What a part's points were counted from."""
    if "count" in counts:
        return f"全年{counts['count']}次"
    return f"按期{counts['on_time']}项、逾期完成{counts['late']}项、未完成{counts['unkept']}项"


def goal_words(goal: Goal) -> str:
    """A goal, its value, and whether a figure has reached it."""
    value = ""
    if goal.value is not None:
        sign = "不低于" if goal.operator == Operator.AT_LEAST else "不高于"
        value = f"（{sign}{goal.value.normalize():f}{goal.unit}）"
    reached = "，已达到" if goal.reached_on else ""
    return f"{goal.year}年：{goal.words}{value}{reached}"


def standard(line: TaskLine) -> str:
    """定标准: the goals where there are some, else the measure as the paper has it."""
    goals = "；".join(goal_words(goal) for goal in line.goals)
    return goals or line.task.measure or "按文件要求完成"


def standing(line: TaskLine) -> str:
    """How a task stands, with what hinders it."""
    words = STANDINGS[line.standing]
    if line.days_late:
        words += f"{line.days_late}天"
    if line.blockages:
        words += f"；{line.blockages[0].words}"
    return words

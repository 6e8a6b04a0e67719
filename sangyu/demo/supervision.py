"""The half-year in which the demonstration's earlier plan has been run: office, returns, meetings, records.

Played inside the year of `past`, in the order of its days, through the services and by those whose it would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.duties import MEETING, RETURN
from sangyu.accountability.plans.selectors.conduct import UnitPart
from sangyu.accountability.plans.types import (
    Cycle,
    GoalInput,
    LineInput,
    OfficeInput,
    RemarkKind,
    TaskStanding,
)
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import Proof, ProofKind
from sangyu.city.organisations import selectors as units
from sangyu.demo.accounts import actor_named, officer_of
from sangyu.kernel.actors import Actor

MONTHS = 6
REPORTS_ON, REVIEWED_ON, MEETS_ON = 20, 23, 26
LAZY = "市住房和城乡建设局"
"""The unit that does not report every month, and is called in for it."""
HEALTH = "市卫生健康局"
"""The unit that is commended."""


@dataclass(frozen=True)
class Run:
    """The plan that is run, and by whom."""

    plan_id: int
    area_code: str
    director: Actor
    today: date

    @property
    def began(self) -> date:
        """The first day of the month half a year ago."""
        index = self.today.year * 12 + self.today.month - 1 - MONTHS
        return date(index // 12, index % 12 + 1, 1)


def play(run: Run, day: date) -> None:
    """What happens on a day: the office begins, units report, the office reviews and meets."""
    if day < run.began:
        return
    if day == run.began:
        _begin(run, _at(day))
    if day.day == 1 or day == run.today:
        _open_duties(run, _at(day))
    if day.day == REPORTS_ON:
        for unit in _units(run, day):
            _report(run, unit, day)
    if day.day == REVIEWED_ON:
        _review(run, day)
    if day.day == MEETS_ON and day.month % 3 == 0:
        _meet(run, day)


def settle(run: Run, at: datetime) -> None:
    """Today: what stands on record, what hinders, and the agenda of the meeting to come."""
    lines = selectors.task_lines(actor=run.director, plan=_plan(run))
    lazy, health = _unit(run, LAZY), _unit(run, HEALTH)
    remark = services.remark_make(
        actor=run.director, plan_id=run.plan_id, organisation_id=lazy, kind=RemarkKind.TALKED,
        on=run.today - timedelta(days=6), grounds="专项核查逾期，且隔月未报进展月报。", at=at,
    )  # fmt: skip
    housing = officer_of(lazy)
    if housing is not None:
        services.remark_explain(
            actor=housing,
            remark_id=remark.pk,
            explanation="移交资料涉及三个街道，已于本月收齐两个。",
            at=at,
        )
    services.remark_make(
        actor=run.director, plan_id=run.plan_id, organisation_id=health, kind=RemarkKind.COMMENDED,
        on=run.today - timedelta(days=20), grounds="健康体检提前完成，月报按时。", at=at,
    )  # fmt: skip
    running = [line for line in lines if line.standing == TaskStanding.RUNNING and line.lead_unit]
    if running:
        _hinder(run, running[-1], at)
    meetings = [
        one for one in selectors.meetings_of(actor=run.director, plan=_plan(run)) if not one.held_on
    ]
    if meetings:
        items = selectors.agenda_now(actor=run.director, plan=_plan(run))
        services.agenda_draw_up(actor=run.director, meeting_id=meetings[0].pk, items=items, at=at)


def _hinder(run: Run, line: selectors.TaskLine, at: datetime) -> None:
    unit = line.lead_unit.id if line.lead_unit else 0
    owner = officer_of(unit)
    if owner is None or line.next is None or line.next.statutory_due is None:
        return
    services.blockage_raise(
        actor=owner,
        task_id=line.task.pk,
        words="部分镇卫生院签约医生不足",
        asks_id=run.director.organisation_id,
        at=at,
    )
    services.postponement_ask(
        actor=owner, task_id=line.task.pk, duty_id=line.next.id, reason="医生招聘下月完成", at=at,
        to_due=line.next.statutory_due + timedelta(days=45),
    )  # fmt: skip


def _begin(run: Run, at: datetime) -> None:
    """The office, its contact persons, the stages, and the goals of the year."""
    services.office_set(
        actor=run.director, plan_id=run.plan_id, at=at,
        office=OfficeInput(
            run.director.organisation_id or 0, Cycle.QUARTERLY, 25,
            date(run.today.year + 1, 11, 30), "组织实施",
        ),
    )  # fmt: skip
    for part in _parts(run):
        officer = officer_of(part.unit.id)
        if officer is not None:
            services.contact_set(
                actor=run.director, plan_id=run.plan_id, organisation_id=part.unit.id,
                account_id=officer.account_id, at=at,
            )  # fmt: skip
    _stages(run, at)
    lines = selectors.task_lines(actor=run.director, plan=_plan(run))
    for line in lines:
        if "60%" in line.task.title:
            goal = GoalInput(
                run.today.year, "二级以上综合医院老年医学科设置率", Decimal(60), unit="%"
            )
            services.goal_set(actor=run.director, task_id=line.task.pk, goal=goal, at=at)
    services.link_add(
        actor=run.director,
        task_id=lines[-1].task.pk,
        needs_id=lines[-2].task.pk,
        why="签约医生参与试点",
        at=at,
    )


def _stages(run: Run, at: datetime) -> None:
    year = run.today.year
    stages = (
        ("启动部署阶段", date(year - 1, 1, 15), date(year - 1, 3, 31), ["实施方案", "动员部署会议记录"]),
        ("全面实施阶段", date(year - 1, 4, 1), date(year, 12, 31), ["任务完成情况汇总", "年度考核评分表"]),
        ("总结评估阶段", date(year + 1, 1, 1), date(year + 1, 11, 30), ["工作总结", "绩效自评报告", "典型案例"]),
    )  # fmt: skip
    for number, (title, starts_on, ends_on, asks) in enumerate(stages):
        stage = services.stage_set(
            actor=run.director, plan_id=run.plan_id, title=title, starts_on=starts_on, ends_on=ends_on, asks=asks,
            at=at,
        )  # fmt: skip
        if number:
            continue
        for item in stage.items.all():
            services.gate_item_meet(
                actor=run.director, item_id=item.pk, ref=f"专班档案 {item.position} 号", at=at
            )
        services.stage_pass(actor=run.director, stage_id=stage.pk, at=at)


def _open_duties(run: Run, at: datetime) -> None:
    """The rules of the office alone: the nightly run of a past day would disturb the others."""
    found = ledger.rules_of(
        kinds=(RETURN, MEETING), source_kind="plan-office", source_id=str(run.plan_id)
    )
    for rule_id in sorted(found):
        duties.duties_recompute(actor=run.director, rule_id=rule_id, at=at)


def _units(run: Run, day: date) -> Iterator[Actor]:
    """Who reports this month."""
    for part in _parts(run):
        officer = officer_of(part.unit.id)
        is_lazy = part.unit.id == _unit(run, LAZY) and day.month % 2
        if part.leads and officer is not None and not is_lazy:
            yield officer


def _report(run: Run, officer: Actor, day: date) -> None:
    row = services.return_open(
        actor=officer, plan_id=run.plan_id, organisation_id=officer.organisation_id or 0, period=f"{day:%Y-%m}",
        at=_at(day),
    )  # fmt: skip
    share = 100 - 12 * max((run.today - day).days // 30, 0)
    lines = [
        LineInput(
            line.task_id,
            progress=f"{day.month}月按计划推进，{_said(line.task.title)}。",
            share=min(share, 95),
        )
        for line in row.lines.select_related("task")
    ]
    services.return_save(actor=officer, return_id=row.pk, lines=lines, at=_at(day))
    services.return_hand_in(actor=officer, return_id=row.pk, at=_at(day))


def _said(title: str) -> str:
    return f"“{title[:12]}”已开展阶段性工作" if len(title) > 12 else "阶段性工作已开展"


def _review(run: Run, day: date) -> None:
    """Every return of the month is accepted but one, which comes again two days later."""
    month = f"{day:%Y-%m}"
    rows = selectors.return_matrix(actor=run.director, plan=_plan(run), months=[month])
    waiting = [row.returns[0] for row in rows if row.returns[0] is not None]
    for number, row in enumerate(waiting):
        is_latest = (run.today - day).days < 31
        if is_latest and number == len(waiting) - 1:
            continue  # one waits for the office today
        again = number == 1 and day.month % 2 == 0
        if again:
            services.return_review(
                actor=run.director,
                return_id=row.pk,
                is_accepted=False,
                remark="请补充佐证材料和数据来源。",
                at=_at(day),
            )
            officer = officer_of(row.organisation_id)
            if officer is None:
                continue
            services.return_hand_in(actor=officer, return_id=row.pk, at=_at(day, 6))
        services.return_review(
            actor=run.director, return_id=row.pk, is_accepted=True, at=_at(day, 8)
        )


def _meet(run: Run, day: date) -> None:
    """The quarter's meeting: two decisions, of which one is kept and one is not yet."""
    open_ones = [
        one for one in selectors.meetings_of(actor=run.director, plan=_plan(run)) if not one.held_on
    ]
    if not open_ones:
        return
    meeting, at = open_ones[-1], _at(day)
    services.agenda_add(
        actor=run.director, meeting_id=meeting.pk, words="听取各牵头单位上季度任务完成情况", at=at
    )
    for words, unit, days in (
        ("建立配建用房移交清单，逐小区核对", LAZY, 30),
        ("补齐重点人群签约服务台账", HEALTH, 21),
    ):
        services.decision_add(
            actor=run.director, meeting_id=meeting.pk, words=words, unit_id=_unit(run, unit),
            due_on=day + timedelta(days=days), at=at,
        )  # fmt: skip
    services.meeting_hold(
        actor=run.director, meeting_id=meeting.pk, held_on=day, place="市民政局三楼会议室", chair="领导小组副组长",
        present="各成员单位", at=at,
        minutes="会议听取了各牵头单位工作情况汇报，研究了存在的困难和问题，议定两项事项，由办公室督办。",
    )  # fmt: skip
    kept = selectors.meeting_get(actor=run.director, meeting_id=meeting.pk).decisions[-1]
    officer = officer_of(kept.decision.unit_id)
    if officer is not None and kept.duty is not None:
        text = "台账已补齐。"
        duties.duty_submit_proof(
            actor=officer,
            duty_id=kept.duty.id,
            proof=[Proof(ProofKind.TEXT, text, text)],
            at=_at(day, 9),
        )
        duties.duty_close(actor=run.director, duty_id=kept.duty.id, at=_at(day, 9))


def _plan(run: Run) -> Any:
    return selectors.plan_get(actor=run.director, plan_id=run.plan_id)


def _unit(run: Run, name: str) -> int:
    """The unit behind a name of the paper."""
    return units.match_unit(name, run.area_code).units[0].id


def _parts(run: Run) -> list[UnitPart]:
    return selectors.contacts_of(actor=run.director, plan=_plan(run))


def run_of(plan_id: int, area_code: str, today: date) -> Run:
    """The plan as the demonstration's director runs it."""
    return Run(plan_id, area_code, actor_named("demo-director"), today)


def _at(day: date, hour: int = 3) -> datetime:
    return datetime.combine(day, time(hour), UTC)

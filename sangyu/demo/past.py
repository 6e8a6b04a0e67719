"""The year behind the demonstration city: an earlier paper, and how departments and towns kept its tasks.

Everything goes through the services, by the accounts that would have done it, with the day on which it would have
happened; every draw comes from the seed. So the ledger, the trail and the escalations are true to one another.
"""

from __future__ import annotations

import io
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from random import Random
from typing import Any

from django.db import transaction
from openpyxl import Workbook

from sangyu.accountability.plans import selectors as plans
from sangyu.accountability.plans.duties import TASK
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import DutyRow, OwnerKind, ProofKind
from sangyu.city.organisations import selectors as units
from sangyu.city.organisations.types import OrganisationKind
from sangyu.city.papers import selectors as papers
from sangyu.city.papers import services as paper_services
from sangyu.demo import supervision
from sangyu.demo.accounts import TOWN, actor_named, officer_of
from sangyu.demo.deeds import Deed, accepts, at_hour, noon, returns, submits, takes
from sangyu.kernel.actors import Actor

STEP = timedelta(days=1)
QUIET = timedelta(days=10)
"""Notices older than this have been read."""
QUARTERS = frozenset({1, 4, 7, 10})
"""The months in which duties of these rules open; the nightly run of other days would find nothing to do."""
ESCALATED = 28
"""Once a month suffices for the steps of the past; the last days are played day by day."""


@dataclass(frozen=True)
class Year:
    """The time that is played through, and who plays."""

    actor: Actor
    area_code: str
    began: date
    today: date
    rng: Random


def paper_of_last_year(*, actor: Actor, area_code: str, today: date, seed: int) -> None:
    """The earlier paper with its history. Nothing to do if it is there already."""
    data = tomllib.loads(files(__package__).joinpath("paper.toml").read_text("utf-8"))
    if papers.paper_list(actor=actor).filter(title=data["title"]).exists():
        return
    year = Year(actor, area_code, date(today.year - 1, 1, 15), today, Random(seed + 1))
    with transaction.atomic():
        _play(year, data)


def _play(year: Year, data: dict[str, Any]) -> None:
    director = actor_named("demo-director")
    plan_id = _confirm(year, director, data)
    _rules_of_towns(year, plan_id, data["towns"])
    deeds: dict[date, list[Deed]] = defaultdict(list)
    planned: set[int] = set()
    fates = {task["title"]: task for task in data["task"]}
    lately = year.today - timedelta(days=3)
    run = supervision.run_of(plan_id, year.area_code, year.today)
    for day in _days(year.began, year.today):
        if (day.day == 1 and day.month in QUARTERS) or day in {year.began, year.today}:
            duties.duties_generate(actor=year.actor, at=_morning(day))
        if day.day in {1, 15} or day == year.today:
            for row in ledger.worklist(actor=year.actor, on=day, scope="area", limit=1000):
                if row.id not in planned and row.kind == TASK:
                    planned.add(row.id)
                    _plan(year, director, row, fates.get(row.title), deeds)
        for deed in deeds.pop(day, ()):
            deed(noon(day))
        supervision.play(run, day)
        if day.day == ESCALATED or day > lately:
            duties.duties_escalate(actor=year.actor, at=_evening(day))
    supervision.settle(run, noon(year.today))
    _read_old_notices(year)


# --- the paper ---


def _confirm(year: Year, director: Actor, data: dict[str, Any]) -> int:
    """Upload and confirm the paper as the director would have; returns its plan's number."""
    at = noon(year.began)
    paper = paper_services.paper_upload(
        actor=director, content=_workbook(year, data), file_name=f"{data['title']}.xlsx", at=at
    )
    heading = {
        "title": data["title"],
        "number": data["number"].format(year=year.began.year),
        "issued_on": year.began,
    }
    paper_services.paper_confirm(
        actor=director, paper_id=paper.pk, heading=heading, starts_on=year.began, at=at
    )
    return next(
        int(line.plan.pk)
        for line in plans.plan_list(actor=director)
        if line.plan.document_id == paper.pk
    )


def _workbook(year: Year, data: dict[str, Any]) -> bytes:
    """The paper as a spreadsheet, the form in which many offices send their task tables."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([data["title"]])
    sheet.append([data["note"]])
    sheet.append(["序号", "重点任务", "完成时限", "牵头单位", "责任单位"])
    for number, task in enumerate(data["task"], start=1):
        sheet.append(
            [
                number,
                task["title"],
                _printed(task["due"], year.today),
                task["lead"],
                task["support"],
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def due_of(text: str, today: date) -> date | None:
    """The day that "-9 months" (the end of that month) or "+6 days" names; None for other texts."""
    number, _space, unit = text.partition(" ")
    if unit == "days":
        return today + timedelta(days=int(number))
    if unit == "months":
        index = today.year * 12 + today.month - 1 + int(number) + 1
        return date(index // 12, index % 12 + 1, 1) - STEP
    return None


def _printed(text: str, today: date) -> str:
    due = due_of(text, today)
    return f"{due.year}年{due.month}月{due.day}日前" if due else text


def _rules_of_towns(year: Year, plan_id: int, rules: list[dict[str, Any]]) -> None:
    """What each town owes under a task, overseen by the civil affairs department."""
    civil = units.match_unit("民政局", year.area_code).units[0]
    plan = plans.plan_get(actor=year.actor, plan_id=plan_id)
    tasks = [line.task for line in plans.task_lines(actor=year.actor, plan=plan)]
    for rule in rules:
        duties.rule_declare(
            actor=year.actor, code=f"demo:{rule['code']}", kind=TASK, title=rule["title"], at=noon(year.began),
            area_code=year.area_code, owner_kind=OwnerKind.EACH, owner_each=OrganisationKind.TOWN, overseer_id=civil.id,
            source_kind="plan-task", source_id=str(tasks[rule["under"] - 1].pk), clause_document=plan.title,
            clause_number=plan.number, clause_item=tasks[rule["under"] - 1].no, cadence=rule["cadence"],
            first=date(year.began.year, 1, 1), due_month=rule["due_month"], due_day=rule["due_day"],
            step_days=rule["step_days"], proof_required=ProofKind.TEXT, parties={},
        )  # fmt: skip


# --- who does what when ---


def _plan(
    year: Year,
    director: Actor,
    row: DutyRow,
    task: dict[str, Any] | None,
    deeds: dict[date, list[Deed]],
) -> None:
    """Decide once what becomes of a duty, and put it into the calendar."""
    if task is not None:
        owner = officer_of(row.lead.id) or director
        _plan_task(year, director, owner, row, task, deeds)
    elif row.statutory_due is not None:
        _plan_town(year, director, row, deeds)


def _plan_task(
    year: Year, director: Actor, owner: Actor, row: DutyRow, task: dict[str, Any], deeds: dict[date, list[Deed]]
) -> None:  # fmt: skip
    fate, due = task["fate"], row.statutory_due
    begin = year.began + timedelta(days=year.rng.randrange(5, 30))
    if fate in {"kept", "late"} and due is not None:
        on = due + timedelta(days=int(task["after"]))
        deeds[on].append(submits(owner, row, task["proof"]))
        deeds[on + timedelta(days=year.rng.randrange(1, 4))].append(accepts(director, row))
    elif fate in {"waiting", "returned"}:
        deeds[year.today - timedelta(days=4)].append(submits(owner, row, task["proof"]))
    if fate == "returned":
        deeds[year.today - timedelta(days=2)].append(returns(director, row, task["after"]))
    if fate in {"working", "overdue"} and owner.account_id is not None:
        deeds[begin].append(takes(owner, row))


def _plan_town(year: Year, director: Actor, row: DutyRow, deeds: dict[date, list[Deed]]) -> None:
    """Towns differ: some keep nearly everything in time, some little; the latest period is partly still at work."""
    due = row.statutory_due or year.today
    clerk = actor_named("demo-clerk" if row.area_code == TOWN else f"clerk-{row.area_code}")
    diligence = 0.45 + int(row.area_code[-3:]) * 37 % 56 / 100
    draw = year.rng.random()
    days = -year.rng.randrange(0, 12) if draw < diligence else year.rng.randrange(2, 26)
    if draw > 0.5 + diligence / 2:
        days += 40
    on = due + timedelta(days=days)
    deeds[max(row.opened_on or due, on - timedelta(days=20))].append(takes(clerk, row))
    text = f"本镇（街道）{row.period}已完成，登记表存档。"
    deeds[on].append(submits(clerk, row, text))
    deeds[on + timedelta(days=year.rng.randrange(1, 5))].append(accepts(director, row))


def _read_old_notices(year: Year) -> None:
    """What came long ago has been read; the bell tells of the last days."""
    before = noon(year.today) - QUIET
    towns = units.units_in(area_code=year.area_code, kind=OrganisationKind.TOWN)
    names = [
        "demo-director",
        "demo-officer",
        "demo-clerk",
        *(f"clerk-{town.area_code}" for town in towns),
    ]
    for actor in map(actor_named, names):
        old = [
            one.id for one in ledger.notice_list(actor=actor, limit=2000) if one.made_at < before
        ]
        if old:
            duties.notice_read(actor=actor, notice_ids=old, at=before)


# --- days ---


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += STEP


def _morning(day: date) -> datetime:
    return at_hour(day, 0)


def _evening(day: date) -> datetime:
    return at_hour(day, 9)

"""The scores of a year as they stand: what each unit's points are counted from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from sangyu.accountability.plans import policy
from sangyu.accountability.plans.models import Plan, Remark, ScoreSheet, UnitReturn
from sangyu.accountability.plans.rules.score import Scheme, Score, Tally, score
from sangyu.accountability.plans.selectors.plans import TaskLine, task_lines
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties.types import DutyRow
from sangyu.city.organisations.selectors import unit
from sangyu.city.organisations.types import UnitRef
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor

Tallies = dict[int, dict[str, Counter[str]]]
"""By unit and part: how many were kept in time, late, and not."""


@dataclass(frozen=True)
class UnitScore:
    """A unit's score."""

    unit: UnitRef
    score: Score


@dataclass(frozen=True)
class Scores:
    """The scores of a year, the best first, by the formula in force; and the sheet, if it is published."""

    year: int
    scheme: Scheme
    units: list[UnitScore]
    sheet: ScoreSheet | None


def scores_now(*, actor: Actor, plan: Plan, year: int) -> Scores:
    """The scores of the units that lead tasks of a plan, from the ledger, the returns and the record as they stand."""
    scheme, today = policy.scheme(), clock.today()
    lines = task_lines(actor=actor, plan=plan)
    tallies: Tallies = defaultdict(lambda: defaultdict(Counter))
    for line in lines:
        if line.lead_unit is not None:
            _tasks(tallies[line.lead_unit.id], line, year, today)
    for row in ledger.from_source(actor=actor, kind="plan-office", id=plan.pk):
        if row.subject_kind == "plan-return-unit" and row.lead.id in tallies:
            _judge(tallies[row.lead.id]["returns"], row, year)
    events = _events(plan, year)
    found = []
    for unit_id, counts in tallies.items():
        parts = {code: Tally(**counter) for code, counter in counts.items()}
        points = score(parts, events[unit_id], scheme)
        if points is not None:
            found.append(UnitScore(unit(unit_id), points))
    found.sort(key=lambda one: (-one.score.points, one.unit.area_code, one.unit.id))
    sheet = ScoreSheet.objects.filter(plan=plan, year=year).first()
    return Scores(year, scheme, found, sheet)


def _tasks(counts: dict[str, Counter[str]], line: TaskLine, year: int, today: date) -> None:
    for row in line.own:
        _judge(counts["duties"], row, year)
    for goal in line.goals:
        is_over = date(goal.year, 12, 31) < today
        if goal.year == year and (goal.reached_on or is_over):
            counts["goals"]["on_time" if goal.reached_on else "unkept"] += 1


def _judge(counter: Counter[str], row: DutyRow, year: int) -> None:
    """Count a duty that fell due in the year: kept in time, late, or not; and what has been overdue since before."""
    if row.statutory_due is None or row.statutory_due.year > year:
        return
    if row.statutory_due.year < year:
        counter["unkept"] += row.is_overdue
    elif row.state == "done":
        counter["on_time"] += 1
    elif row.state == "done_late":
        counter["late"] += 1
    elif row.is_overdue:
        counter["unkept"] += 1


def _events(plan: Plan, year: int) -> dict[int, Counter[str]]:
    events: dict[int, Counter[str]] = defaultdict(Counter)
    for unit_id, kind in Remark.objects.filter(plan=plan, on__year=year).values_list(
        "organisation_id", "kind"
    ):
        events[unit_id][kind] += 1
    again = UnitReturn.objects.filter(plan=plan, period__startswith=f"{year}-", times__gt=1)
    for unit_id, times in again.values_list("organisation_id", "times"):
        events[unit_id]["sent_back"] += times - 1
    return events

"""The timetable: which job is due, claimed by a conditional update so that two workers never start it twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sangyu.kernel import clock
from sangyu.kernel.actors import system_actor
from sangyu.kernel.work.models import Job, Schedule
from sangyu.kernel.work.registry import Timetable, timetables
from sangyu.kernel.work.services import start
from sangyu.kernel.work.types import State


def start_due(*, at: datetime | None = None) -> int:
    """Start every job whose time has come; returns how many. Times missed while no worker ran are made up once."""
    at = at or clock.now()
    lines = {line.name: line for line in timetables()}
    known = {row.name: row for row in Schedule.objects.filter(name__in=lines)}
    new = [
        Schedule(name=name, next_at=at if line.seconds else _next(line, at))
        for name, line in lines.items()
        if name not in known
    ]
    Schedule.objects.bulk_create(new, ignore_conflicts=True)
    rows = (*known.values(), *new)
    return sum(_start_one(lines[row.name], row, at) for row in rows if row.next_at <= at)


@transaction.atomic
def _start_one(line: Timetable, row: Schedule, at: datetime) -> bool:
    mine = Schedule.objects.filter(name=row.name, next_at=row.next_at)
    if not mine.update(next_at=_next(line, at), last_at=at):
        return False  # another worker was faster
    open_states = (State.WAITING, State.RUNNING)
    if Job.objects.filter(schedule=line.name, state__in=open_states).exists():
        return False  # the last one is still at it
    start(actor=system_actor(line.name), job=line.job, payload=line.payload, schedule=line.name)
    return True


def _next(line: Timetable, at: datetime) -> datetime:
    if line.seconds:
        return at + timedelta(seconds=line.seconds)
    if line.at is None:
        raise ValueError(f"{line.name} has neither seconds nor a time of day.")
    day = clock.legal_day(at)
    moment = datetime.combine(day, line.at, clock.SHANGHAI)
    return (
        moment
        if moment > at
        else datetime.combine(day + timedelta(days=1), line.at, clock.SHANGHAI)
    )

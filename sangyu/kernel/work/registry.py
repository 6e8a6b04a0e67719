"""Which jobs there are and which of them run by the clock. Filled at start-up by the rooms' `jobs` modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.utils.functional import Promise

from sangyu.kernel.work.run import Run

Body = Callable[[Run], None]
DEFAULT_ATTEMPTS = 5
QUICK = "quick"
LONG = "default"


@dataclass(frozen=True)
class JobKind:
    """One kind of job. `queue` QUICK is for what takes seconds and must not wait behind a long import."""

    code: str
    title: str | Promise
    body: Body
    queue: str
    attempts: int


@dataclass(frozen=True)
class Timetable:
    """A job that the clock starts: each `seconds`, or daily `at` (Asia/Shanghai)."""

    name: str
    job: str
    seconds: int | None = None
    at: time | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


_kinds: dict[str, JobKind] = {}
_timetables: dict[str, Timetable] = {}


def job(
    code: str,
    *,
    title: str | Promise = "",
    queue: str = LONG,
    attempts: int = DEFAULT_ATTEMPTS,
) -> Callable[[Body], Body]:
    """Declare a kind of job. `attempts`: how often a worker may die, or the database fail, under it before it fails."""

    def register(body: Body) -> Body:
        known = _kinds.get(code)
        if known is not None and known.body.__qualname__ != body.__qualname__:
            raise ValueError(f"The job {code} is declared twice.")
        _kinds[code] = JobKind(code, title or code, body, queue, attempts)
        return body

    return register


def every(
    name: str, *, seconds: int, job: str = "", payload: Mapping[str, Any] | None = None
) -> None:
    """Start the job (`name`, unless `job` says otherwise) every so many seconds while a worker runs."""
    _timetables[name] = Timetable(name, job or name, seconds=seconds, payload=payload or {})


def daily(name: str, *, at: time, job: str = "", payload: Mapping[str, Any] | None = None) -> None:
    """Start the job once a day at this time in Asia/Shanghai; a day the worker missed is made up once."""
    _timetables[name] = Timetable(name, job or name, at=at, payload=payload or {})


def kind_of(code: str) -> JobKind:
    """The kind behind a code; LookupError names an unknown one."""
    try:
        return _kinds[code]
    except KeyError:
        raise LookupError(f"No room has declared the job {code!r} (work.job).") from None


def timetables() -> list[Timetable]:
    """Everything that runs by the clock."""
    return list(_timetables.values())

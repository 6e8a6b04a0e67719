"""One person's decisions over time, from what each day's judgement said: stretches of the same decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sangyu.people.entitlement.rules.judging import Judged
from sangyu.people.entitlement.rules.rule import EXCLUDED, LOWER, MAYBE, NO

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """One programme from a day on (until: the first day it no longer holds; None: still)."""

    programme: str
    version_id: int
    verdict: str
    effect: str
    fen: int
    told: int
    start: date
    until: date | None
    overlapped_after: bool = False

    @property
    def facts(self) -> tuple[int, str, str, int]:
        """What makes two decisions the same."""
        return (self.version_id, self.verdict, self.effect, self.fen)


def first_month(stretch: Stretch) -> date | None:
    """The first month owed: the one in which it began."""
    return month_of(stretch.start) if stretch.verdict == "yes" else None


def last_month(stretch: Stretch, stop_loss: str) -> date | None:
    """The last month owed, of a stretch that ended other than by leaving: as the version's stop rule says. Where
    another programme takes its place, the month of the change is the other's."""
    if stretch.until is None or stretch.verdict != "yes":
        return None
    if stop_loss == "next_month" and not stretch.overlapped_after:
        return month_of(stretch.until - ONE_DAY)
    return month_of(month_of(stretch.until) - ONE_DAY)


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def months_from(first: date, last: date) -> Iterable[date]:
    """The first days of the months after a day, up to another."""
    month = month_of(first)
    while True:
        month = (month + timedelta(days=32)).replace(day=1)
        if month > last:
            return
        yield month


def stretches(days: Sequence[tuple[date, Sequence[Judged]]]) -> list[Stretch]:
    """Stretches from the judgements of ascending days; a day without judgements: not on the register."""
    open_: dict[str, Stretch] = {}
    done: list[Stretch] = []
    for day, judged in days:
        now = {each.programme: _opened(each, day) for each in judged if each.result != NO}
        for code, stretch in list(open_.items()):
            if code not in now or now[code].facts != stretch.facts:
                done.append(_closed(open_.pop(code), day, now.get(code)))
        for code, stretch in now.items():
            open_[code] = _continued(open_[code], stretch) if code in open_ else stretch
    return sorted([*done, *open_.values()], key=lambda each: (each.programme, each.start))


def _opened(each: Judged, day: date) -> Stretch:
    effects: Mapping[int, str] = {EXCLUDED: "excluded", LOWER: "lower"}
    verdict = "yes" if each.result >= 0 else "maybe" if each.result == MAYBE else "no"
    effect = effects.get(each.result, "none")
    fen = max(each.result, 0)
    return Stretch(each.programme, each.version_id, verdict, effect, fen, each.told, day, None)


def _closed(stretch: Stretch, day: date, after: Stretch | None) -> Stretch:
    overlapped = after is not None and after.effect != "none"
    return Stretch(
        stretch.programme,
        stretch.version_id,
        stretch.verdict,
        stretch.effect,
        stretch.fen,
        stretch.told,
        stretch.start,
        day,
        overlapped,
    )


def _continued(stretch: Stretch, now: Stretch) -> Stretch:
    """The same decision goes on, perhaps for other reasons: the latest truth is kept."""
    return Stretch(
        stretch.programme,
        stretch.version_id,
        stretch.verdict,
        stretch.effect,
        stretch.fen,
        now.told,
        stretch.start,
        None,
    )

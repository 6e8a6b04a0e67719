"""How a city kept the tasks of its policy pack: in time, late, not yet, returned; with the days on which it happened.

As in `past`, everything goes through the services by the accounts that would have done it, and every draw comes from
the seed. Where a leading unit has no account in the demonstration, the demonstration itself hands in its proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import transaction

from sangyu.accountability.plans.duties import TASK
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import DutyRow
from sangyu.city.papers.packs import selectors as packs
from sangyu.city.papers.packs import services as shelf
from sangyu.demo.accounts import actor_named
from sangyu.demo.deeds import Deed, accepts, noon, returns, submits, takes
from sangyu.kernel.actors import Actor

LATELY = timedelta(days=21)
PROOF = "本项已按要求落实，文件、台账和照片已归档。"
RETURNED = "缺少佐证材料，请补充后再报。"
STANDING = ("standing", "standing", "standing", "working", "working", "waiting", "returned", "kept")
"""What becomes of a task without a day; one of each is drawn."""


@dataclass(frozen=True)
class City:
    """Whose tasks are kept, and by whom."""

    actor: Actor
    director: Actor
    officers: tuple[Actor, ...]
    today: date
    rng: Random

    def owner(self, row: DutyRow) -> Actor:
        """Who acts for a leading unit."""
        staff = (self.director, *self.officers)
        return next((one for one in staff if one.organisation_id == row.lead.id), self.actor)


def paper_of_kaili(*, actor: Actor, area_code: str, today: date, seed: int) -> None:
    """Kaili's own paper, taken up at the beginning of this year. Nothing to do if it is there already."""
    names = ("demo-director", "demo-officer", "officer-insurance", "officer-housing")
    director, *officers = map(actor_named, names)
    city = City(actor.within(area_code), director, tuple(officers), today, Random(seed + 2))
    keep(city, "kaili", date(today.year, 1, 5))


def keep(city: City, pack: str, began: date) -> None:
    """Load a pack as of a day and play what became of its tasks, all or nothing."""
    if packs.pack_line(actor=city.director, name=pack).state != "new":
        return
    with transaction.atomic():
        before = {row.id for row in _owed(city)}
        first = date(began.year, 1, 1)
        shelf.pack_load(actor=city.director, name=pack, at=noon(began), starts_on=first)
        for day in _quarters(began, city.today):
            duties.duties_generate(actor=city.actor, at=noon(day))
        deeds = [
            deed for row in _owed(city) if row.id not in before for deed in _fate(city, row, began)
        ]
        for day, deed in sorted(deeds, key=lambda one: one[0]):
            deed(noon(day))
        duties.duties_escalate(actor=city.actor, at=noon(city.today))


def _owed(city: City) -> list[DutyRow]:
    rows = ledger.worklist(actor=city.actor, on=city.today, scope="area", limit=5000)
    return [row for row in rows if row.kind == TASK]


def _fate(city: City, row: DutyRow, began: date) -> Iterator[tuple[date, Deed]]:
    """What happens to a duty, and when."""
    due = row.statutory_due
    if due is not None and due < city.today - LATELY:
        yield from _past(city, row, max(due, began + timedelta(days=40)), due)
    elif due is not None:
        yield from _takes(city.owner(row), row, began + timedelta(days=city.rng.randrange(5, 40)))
    else:
        yield from _standing(city, row, city.rng.choice(STANDING))


def _past(city: City, row: DutyRow, on: date, due: date) -> Iterator[tuple[date, Deed]]:
    """Due long ago: three in five kept in time, one late, one still not."""
    draw = city.rng.random()
    owner = city.owner(row)
    if draw < 0.6:
        on -= timedelta(days=city.rng.randrange(1, 25))
    elif draw < 0.82:
        on += timedelta(days=city.rng.randrange(4, 60))
    else:
        yield from _takes(owner, row, on - timedelta(days=25))
        return
    on = min(max(on, row.opened_on or on), city.today - timedelta(days=6))
    yield on, submits(owner, row, PROOF)
    yield on + timedelta(days=city.rng.randrange(1, 5)), accepts(city.director, row)


def _standing(city: City, row: DutyRow, fate: str) -> Iterator[tuple[date, Deed]]:
    owner, ago = city.owner(row), timedelta(days=city.rng.randrange(3, 18))
    if fate == "working":
        yield from _takes(owner, row, city.today - ago)
    elif fate in {"waiting", "returned", "kept"}:
        yield city.today - ago, submits(owner, row, PROOF)
    if fate == "returned":
        yield city.today - ago + timedelta(days=2), returns(city.director, row, RETURNED)
    elif fate == "kept":
        yield city.today - ago + timedelta(days=2), accepts(city.director, row)


def _takes(actor: Actor, row: DutyRow, on: date) -> Iterator[tuple[date, Deed]]:
    """Somebody of the unit takes the duty; nobody where it has no account."""
    if actor.account_id is not None:
        yield on, takes(actor, row)


def _quarters(began: date, today: date) -> Iterator[date]:
    """The first days of the quarters in between, and today: when duties of returning tasks open."""
    for year in range(began.year, today.year + 1):
        for month in (1, 4, 7, 10):
            if began < date(year, month, 1) < today:
                yield date(year, month, 1)
    yield today

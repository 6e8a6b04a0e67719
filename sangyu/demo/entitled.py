"""A year of entitlements: everybody decided as of each month's end, answers, money that reached most of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement.selectors.people import decisions_standing
from sangyu.people.entitlement.selectors.programmes import last_run
from sangyu.people.entitlement.services.claims import claim_record
from sangyu.people.entitlement.services.deciding import run_make
from sangyu.people.entitlement.services.programmes import programmes_load
from sangyu.people.entitlement.services.receipts import receipts_record
from sangyu.people.entitlement.types import Answer, Channel, Receipt, State

MONTHS = 12
ANSWERS = 240
REACHED = 0.94
"""Share of those entitled for two months whom the money has reached (model)."""
AGREED, REFUSED = 0.78, 0.04
REASONS = ("子女经济条件好，本人不愿领取", "已随子女在外地居住", "暂不考虑")


def entitlements_of_the_year(*, actor: Actor, today: date, seed: int) -> None:
    """Nothing to do where somebody has been decided already."""
    if last_run() is not None:
        return
    programmes_load(actor=actor, at=_evening(today - timedelta(days=400)))
    for day in (*_month_ends(today), today):
        run_make(actor=actor, as_of=day, at=_evening(day) if day < today else None)
    rng = Random(f"{seed}/entitled")
    _answers(actor, today, rng)
    _money(actor, today, rng)


def _month_ends(today: date) -> Iterator[date]:
    """The last days of the months before this one."""
    month = today.replace(day=1)
    ends = []
    for _ in range(MONTHS):
        end = month - timedelta(days=1)
        ends.append(end)
        month = end.replace(day=1)
    yield from reversed(ends)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(22), tzinfo=clock.SHANGHAI)


def _answers(actor: Actor, today: date, rng: Random) -> None:
    """Of those who have to apply, some were told; most agreed."""
    rows = decisions_standing(actor=actor, state=State.UNCLAIMED)
    asked = rows.filter(version__needs_application=True).order_by("elder_id", "programme_id")
    for row in asked[:ANSWERS]:
        draw = rng.random()
        answer = Answer.AGREED if draw < AGREED else Answer.TOLD
        answer = Answer.REFUSED if draw > 1 - REFUSED else answer
        on = max(row.from_on, today - timedelta(days=rng.randint(20, 300)))
        proxy = rng.random() < 0.4
        claim_record(
            actor=actor,
            elder_id=row.elder_id,
            programme=row.programme.code,
            channel=rng.choice(Channel.values),
            answer=answer,
            recipients=("elder", "proxy") if proxy else ("elder",),
            answered_by="子女" if proxy else "本人",
            answered_on=on,
            note=rng.choice(REASONS) if answer == Answer.REFUSED else "",
            at=_evening(on),
        )


def _money(actor: Actor, today: date, rng: Random) -> None:
    """The money of a decision comes with the month after, for nearly everybody."""
    rows = decisions_standing(actor=actor, state=State.UNCLAIMED)
    flowing = rows.filter(
        version__needs_application=False,
        amount_fen__gt=0,
        from_on__lte=today - timedelta(days=60),
    ).order_by("elder_id", "programme_id")
    receipts = [
        Receipt(row.elder_id, row.programme.code, row.from_on + timedelta(days=rng.randint(12, 45)))
        for row in flowing.iterator(chunk_size=5000)
        if rng.random() < REACHED
    ]
    receipts_record(actor=actor, receipts=receipts)

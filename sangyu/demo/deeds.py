"""What somebody does to a duty in the demonstration, to be done at a moment of the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from sangyu.city.duties import services as duties
from sangyu.city.duties.types import DutyRow, Proof, ProofKind
from sangyu.kernel.actors import Actor

Deed = Callable[[datetime], object]


def takes(actor: Actor, row: DutyRow) -> Deed:
    """The actor takes a duty of its unit."""
    return lambda at: duties.duty_assign(
        actor=actor, duty_id=row.id, account_id=actor.account_id or 0, at=at
    )


def submits(actor: Actor, row: DutyRow, text: str) -> Deed:
    """Proof in words."""
    return lambda at: duties.duty_submit_proof(
        actor=actor, duty_id=row.id, proof=[Proof(ProofKind.TEXT, text[:300], text)], at=at
    )


def accepts(actor: Actor, row: DutyRow) -> Deed:
    """The proof is accepted."""
    return lambda at: duties.duty_close(actor=actor, duty_id=row.id, at=at)


def returns(actor: Actor, row: DutyRow, reason: str) -> Deed:
    """The proof goes back."""
    return lambda at: duties.duty_return(actor=actor, duty_id=row.id, reason=reason, at=at)


def at_hour(day: date, hour: int) -> datetime:
    """An hour of a day, UTC: 0 is 08:00 in China."""
    return datetime.combine(day, time(hour), UTC)


def noon(day: date) -> datetime:
    """Noon in China."""
    return at_hour(day, 4)

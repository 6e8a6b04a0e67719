"""One elder: what they receive, why, what they could receive, what is missing; step by step, with clause and values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sangyu.insight.engines import extracting
from sangyu.insight.expressions.explaining import Explanation, Used
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement.in_force import dataset, plan_for, versions_on
from sangyu.people.entitlement.models import Claim, Decision, ProgrammeVersion, Receipt
from sangyu.people.entitlement.rules.judging import Judged, explained, judge, missing
from sangyu.people.entitlement.rules.rule import MAYBE, NO
from sangyu.people.entitlement.selectors.owed import load_elder_decisions
from sangyu.people.entitlement.services import _states
from sangyu.people.entitlement.types import State


@dataclass(frozen=True)
class Line:
    """One programme for one person. `state` joins what the rules say on the day with whether money flows."""

    version: ProgrammeVersion
    judged: Judged
    state: str
    amount: Decimal
    trees: tuple[Explanation, ...]
    missing: tuple[Used, ...]
    decision: Decision | None
    claim: Claim | None
    receipt: Receipt | None
    others: tuple[str, ...]

    @property
    def amount_words(self) -> dict[str, str]:
        """Which row of the amount table holds."""
        row = self.judged.row
        return {} if row is None else self.version.amounts[row]["words"]


@dataclass(frozen=True)
class Sheet:
    """Everything about one person on a day; `is_known` False: not on the register that day."""

    elder_id: int
    on: date
    is_known: bool
    lines: tuple[Line, ...]

    def of(self, *states: str) -> list[Line]:
        """The lines in these states, the largest sum first."""
        found = [line for line in self.lines if line.state in states]
        return sorted(found, key=lambda line: -line.amount)


def sheet(*, actor: Actor, elder_id: int, on: date | None = None) -> Sheet:
    """Judge one person by the rules of a day on the facts of that day."""
    load_elder_decisions(actor, elder_id)
    day = on or clock.today()
    row = extracting.one(dataset(), day, elder_id)
    versions = versions_on(day)
    if row is None:
        return Sheet(elder_id, day, is_known=False, lines=())
    plan = plan_for(versions)
    standing = _by_programme(Decision.objects.filter(elder_id=elder_id).standing())
    claims = _by_programme(Claim.objects.filter(elder_id=elder_id))
    receipts = _by_programme(Receipt.objects.filter(elder_id=elder_id, ended__isnull=True))
    names = {version.programme.code: version for version in versions}
    lines = []
    for compiled, judged, version in zip(plan.rules, judge(plan, row), versions, strict=True):
        if not str(row["area_code"]).startswith(version.programme.area_code):
            continue
        trees = explained(compiled, row, dataset())
        key = version.programme_id
        lines.append(
            Line(
                version,
                judged,
                _state(judged, flows=key in receipts),
                Decimal(max(judged.result, 0)) / 100,
                trees,
                missing(trees),
                standing.get(key),
                claims.get(key),
                receipts.get(key),
                tuple(code for code in judged.others if code in names),
            )
        )
    return Sheet(elder_id, day, is_known=True, lines=tuple(lines))


def _by_programme(rows: Any) -> dict[int, Any]:
    """Rows of one person, each programme once."""
    return {row.programme_id: row for row in rows}


def _state(judged: Judged, *, flows: bool) -> str:
    if judged.result >= 0:
        return State.RECEIVING if flows else State.UNCLAIMED
    if flows:
        return State.OVERPAID
    verdict = "maybe" if judged.result == MAYBE else "no"
    return _states.plain(verdict, "none" if judged.result in {NO, MAYBE} else "excluded")

"""One person's entitlements as the page, the family's page and the printed decision show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sangyu.people.entitlement.models import Programme
from sangyu.people.entitlement.pages import words
from sangyu.people.entitlement.selectors.person import Line, Sheet
from sangyu.people.entitlement.types import State


@dataclass(frozen=True)
class Shown:
    """One programme of one person, in words."""

    line: Line
    code: str
    name: str
    state: str | Promise
    tone: str
    amount: Decimal
    amount_words: str
    clause: str
    steps: list[words.Step]
    missing: list[str]
    others: str
    needs_application: bool


def shown(line: Line) -> Shown:
    """A line in the reader's language."""
    version = line.version
    steps = [step for tree in line.trees for step in words.told(tree)]
    item = version.clause.get("item", "")
    return Shown(
        line,
        version.programme.code,
        words.said(version.programme.name),
        State(line.state).label,
        words.STATE_TONES[State(line.state)],
        line.amount,
        words.said(line.amount_words) if line.amount_words else "",
        f"{words.said(version.clause)} {item}".strip(),
        steps,
        [used.label for used in line.missing],
        "、".join(_names(line.others)),
        version.needs_application and (line.claim is None or line.claim.applied_on is None),
    )


def groups(sheet: Sheet) -> list[dict[str, Any]]:
    """What is received, what could be, what is missing, what is not: in the order in which people ask."""
    parts = (
        (_("Received now"), "circle-check", (State.RECEIVING, State.OVERPAID)),
        (_("Entitled, not received yet"), "alert-triangle", (State.UNCLAIMED,)),
        (_("May be entitled: something is missing"), "help-circle", (State.MAYBE,)),
        (_("Another programme is given instead"), "arrows-exchange", (State.OVERLAPPED,)),
        (_("Not entitled"), "x", (State.NONE,)),
    )
    found: list[dict[str, Any]] = [
        {"title": title, "icon": icon, "rows": [shown(line) for line in sheet.of(*states)]}
        for title, icon, states in parts
    ]
    found[-1]["is_folded"] = True
    return [group for group in found if group["rows"]]


def _names(codes: Iterable[str]) -> list[str]:
    rows = Programme.objects.in_bulk(list(codes), field_name="code")
    return [words.said(row.name) for row in rows.values()]

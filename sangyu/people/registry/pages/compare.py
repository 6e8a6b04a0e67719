"""Two records side by side, field by field."""

from __future__ import annotations

from dataclasses import dataclass

from sangyu.people.registry.pages import words
from sangyu.people.registry.pages.person import values_of
from sangyu.people.registry.pages.sections import PARTS
from sangyu.people.registry.selectors.elders import ElderDetail

UNKNOWN = ("", None, "unknown", "none", "0")
"""Values that say nothing: the other record's value is offered instead."""


@dataclass(frozen=True)
class Line:
    """One field of both records. `better` names the side whose value says more: left, right."""

    field: str
    label: str
    left: str
    right: str
    differs: bool
    better: str


def rows_of(left: ElderDetail, right: ElderDetail) -> list[Line]:
    """Every field that one of the two has."""
    ours, theirs = values_of(left), values_of(right)
    lines = []
    for name in (name for part in PARTS.values() for name in part.fields):
        one, other = ours[name], theirs[name]
        if one in UNKNOWN and other in UNKNOWN:
            continue
        lines.append(
            Line(
                name,
                words.label(name),
                words.word(name, one),
                words.word(name, other),
                one != other,
                "right" if one in UNKNOWN else "left",
            )
        )
    return lines

"""A paper held against its earlier edition: clauses and tasks that are new, gone, or say something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sangyu.city.papers.models import Paper, PaperClause, PaperTask
from sangyu.kernel.actors import Actor
from sangyu.kernel.text import to_half_width, without_blanks


@dataclass(frozen=True)
class Change:
    """What differs: where, what stood there before (blank: new) and what stands there now (blank: gone)."""

    what: str
    before: str
    after: str


def differences(*, actor: Actor, earlier: Paper, later: Paper) -> list[Change]:
    """Clauses by their number and place, tasks by number or title; blanks and widths of signs do not count."""
    clauses = _compared(_clauses(actor, earlier), _clauses(actor, later))
    return clauses + _compared(_tasks(actor, earlier), _tasks(actor, later))


def _clauses(actor: Actor, paper: Paper) -> dict[str, str]:
    """Text by the path of numbers; a second clause of the same path gets a counter."""
    rows = PaperClause.objects.visible_to(actor).filter(paper=paper).exclude(kind="row")
    by_id = {row.pk: row for row in rows.order_by("position")}
    return _keyed([(_path(row, by_id), row.text) for row in by_id.values()])


def _path(row: PaperClause, rows: Mapping[int, PaperClause]) -> str:
    numbers = [row.no]
    while row.parent_id is not None:
        row = rows[row.parent_id]
        numbers.append(row.no)
    return " ".join(reversed(numbers))


def _tasks(actor: Actor, paper: Paper) -> dict[str, str]:
    rows = PaperTask.objects.visible_to(actor).filter(paper=paper, left_out="")
    return _keyed(
        [
            (
                f"{row.part} {row.no}".strip(),
                " | ".join(
                    filter(
                        None,
                        (
                            row.title,
                            "、".join(row.lead_printed),
                            "、".join(row.support_printed),
                            row.deadline,
                        ),
                    )
                ),
            )
            for row in rows.order_by("position")
        ]
    )


def _keyed(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, text in pairs:
        name, count = key, 1
        while name in found:
            count += 1
            name = f"{key} ({count})"
        found[name] = text
    return found


def _compared(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    keys = [*after, *(key for key in before if key not in after)]
    return [
        Change(key, before.get(key, ""), after.get(key, ""))
        for key in keys
        if _plain(before.get(key, "")) != _plain(after.get(key, ""))
    ]


def _plain(text: str) -> str:
    return without_blanks(to_half_width(text))

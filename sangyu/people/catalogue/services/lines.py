"""Lines of a draft: added, changed, taken off, or all brought in at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Problem
from sangyu.people.catalogue import audit_codes, rights
from sangyu.people.catalogue.models import Bought, Item, Release
from sangyu.people.catalogue.selectors.releases import bought_facts, item_facts
from sangyu.people.catalogue.services._lists import (
    LineFacts,
    Refusals,
    draft_for_change,
    line_problems,
    lines_add,
    record,
)
from sangyu.people.catalogue.types import ListKind


@transaction.atomic
def line_save(
    *,
    actor: Actor,
    release_id: int,
    facts: LineFacts,
    line_id: int | None = None,
    at: datetime | None = None,
) -> Any:
    """Add a line to a draft, or change one. Raises `Refusals` at the fields."""
    release = draft_for_change(actor, release_id, rights.LIST_EDIT)
    model = _model(release)
    others = model.objects.filter(release=release).exclude(pk=line_id)
    problems = line_problems(facts)
    if others.filter(code=facts.code).exists():
        problems.append(
            Problem("", "code", facts.code, _("Another line has this code."), _("Each code stands once."))
        )  # fmt: skip
    if problems:
        raise Refusals("line-incomplete", problems)
    before: dict[str, Any] = {}
    if line_id is None:
        lines_add(release, [facts])
        row = model.objects.get(release=release, code=facts.code)
    else:
        row = load(model.objects.filter(release=release), actor, rights.LIST_EDIT, pk=line_id)
        before = asdict(_facts(row))
        for name, value in asdict(facts).items():
            setattr(row, name, value)
        row.save()
    _record(actor, audit_codes.ITEM_SAVED, release, row, at=at, before=before, after=asdict(facts))
    return row


@transaction.atomic
def line_remove(*, actor: Actor, release_id: int, line_id: int, at: datetime | None = None) -> None:
    """Take a line off a draft."""
    release = draft_for_change(actor, release_id, rights.LIST_EDIT)
    row = load(_model(release).objects.filter(release=release), actor, rights.LIST_EDIT, pk=line_id)
    _record(
        actor, audit_codes.ITEM_REMOVED, release, row, at=at, before=asdict(_facts(row)), after={}
    )
    row.delete()


@transaction.atomic
def lines_replace(
    *, actor: Actor, release_id: int, lines: Sequence[LineFacts], at: datetime | None = None
) -> int:
    """Put these lines in the place of a draft's own; `Refusals` names every row at fault, and nothing is changed."""
    release = draft_for_change(actor, release_id, rights.LIST_EDIT)
    problems = [
        one
        for number, line in enumerate(lines, start=1)
        for one in line_problems(line, f"{number} {line.name}".strip())
    ]
    problems += _doubles(lines)
    if problems:
        raise Refusals("lines-incomplete", problems)
    _model(release).objects.filter(release=release).delete()
    lines_add(release, lines)
    record(actor, audit_codes.IMPORTED, release, at or clock.now(), lines=len(lines))
    return len(lines)


def _doubles(lines: Sequence[LineFacts]) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for number, line in enumerate(lines, start=1):
        if line.code in seen:
            found.append(
                Problem(f"{number} {line.name}", "code", line.code, _("Another line has this code."),
                        _("Each code stands once."))
            )  # fmt: skip
        seen.add(line.code)
    return found


def _model(release: Release) -> Any:
    return Bought if release.kind == ListKind.PURCHASE else Item


def _facts(row: Any) -> LineFacts:
    return bought_facts(row) if isinstance(row, Bought) else item_facts(row)


def _record(  # noqa: PLR0913  the facts of an entry
    actor: Actor,
    code: str,
    release: Release,
    row: Any,
    *,
    at: datetime | None,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    kind = "purchase-line" if isinstance(row, Bought) else "service-item"
    audit.record(
        actor, code, kind=kind, id=row.pk, area_code=release.area_code, label=row.name, before=before,
        after=after, clause=row.clause, at=at or clock.now(),
    )  # fmt: skip

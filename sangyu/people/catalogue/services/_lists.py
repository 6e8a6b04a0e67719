"""What every write of a list begins with: loaded, locked, in the actor's own area, still a draft."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from sangyu.insight.expressions.language import ExpressionError
from sangyu.kernel import audit
from sangyu.kernel.access import load, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.digests import sm3
from sangyu.kernel.errors import Conflict, DomainError, Problem
from sangyu.people.catalogue import facts, policy
from sangyu.people.catalogue.models import Bought, Item, Release
from sangyu.people.catalogue.types import BoughtFacts, ItemFacts, ListKind, ReleaseState

CITY, COUNTY = 4, 6
LineFacts = ItemFacts | BoughtFacts


class Refusals(DomainError):
    """A refusal with every reason at once."""

    def __init__(self, code: str, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(code, first.message, field=first.field, remedy=first.remedy)
        self.problems = tuple(problems)


def draft_for_change(actor: Actor, release_id: int, right: str) -> Release:
    """The draft, locked until the transaction ends."""
    release: Release = load(Release.objects.select_for_update(), actor, right, pk=release_id)
    require_area(actor, release.area_code)
    if release.state != ReleaseState.DRAFT:
        raise Conflict(
            "list-frozen",
            _("This list has been released; it cannot be changed any more."),
            remedy=_("Begin the draft of the next one."),
        )
    return release


def lines_add(release: Release, lines: Iterable[LineFacts]) -> None:
    """Put lines behind those that are there."""
    model: Any = Bought if release.kind == ListKind.PURCHASE else Item
    first = model.objects.filter(release=release).count() + 1
    model.objects.bulk_create(
        model(release=release, position=number, **asdict(line))
        for number, line in enumerate(lines, start=first)
    )


def line_problems(line: LineFacts, where: str = "") -> list[Problem]:
    """What is wrong with a line by itself."""
    if isinstance(line, ItemFacts):
        return _item_problems(line, where)
    needed = {
        "code": line.code,
        "name": line.name,
        "unit": line.unit,
        "norm": line.norm,
        "clause": line.clause,
    }
    found = [_needed(where, name) for name, value in needed.items() if not value]
    if line.price is None or line.price <= 0:
        found.append(
            Problem(where, "price", str(line.price or ""), _("The price is missing or not above zero."),
                    _("Give the price of one unit in yuan."))
        )  # fmt: skip
    return found


def _item_problems(line: ItemFacts, where: str) -> list[Problem]:
    needed = {
        "code": line.code, "name": line.name, "group": line.group, "lead_unit": line.lead_unit, "clause": line.clause,
    }  # fmt: skip
    found = [_needed(where, name) for name, value in needed.items() if not value]
    if line.condition:
        try:
            facts.expression(line.condition)
        except ExpressionError as error:
            found.append(Problem(where, "condition", error.word, error.message, error.remedy))
    known = {one.code for one in policy.national().items}
    if line.floor and line.floor not in known:
        found.append(
            Problem(where, "floor", line.floor, _("There is no such national item."), _("Choose N01 to N16."))
        )  # fmt: skip
    return found


def _needed(where: str, name: str) -> Problem:
    return Problem(
        where, name, "", _("This is missing."), _("Fill it in: a list tells what, for whom, by whom, on which clause.")
    )  # fmt: skip


def content_hash(lines: Iterable[LineFacts]) -> str:
    """SM3 over the lines as they are, in their order."""
    content = json.dumps(
        [asdict(line) for line in lines], cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True
    )
    return sm3(content.encode()).hex()


def record(actor: Actor, code: str, release: Release, at: datetime, **after: object) -> None:
    """An entry of the trail about a list."""
    audit.record(
        actor, code, kind="service-list", id=release.pk, area_code=release.area_code, label=str(release),
        after=after, clause=release.number, at=at,
    )  # fmt: skip

"""The people of an item's target group: counted by town in one statement, and listed by name, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.catalogue import facts, rights
from sangyu.people.catalogue.models import Item
from sangyu.people.registry.selectors.search import ElderLine, elder_page

SIZE = 25
TOWN = 9
PARTS = {"met": "({condition})", "unknown": "(({condition}) IS NULL)"}


@dataclass(frozen=True)
class Members:
    """One page of people; `next` is the cursor of the following one, "" at the end."""

    lines: tuple[ElderLine, ...]
    next: str = ""


def members(
    *, actor: Actor, item: Item, area_code: str, part: str = "met", after: str = "", on: date
) -> Members:
    """Who belongs to the group (`met`), or of whom it cannot be told (`unknown`), in an area of the actor's."""
    require(actor, rights.LIST_PEOPLE)
    if not item.condition:
        return Members(())
    area = narrower(actor.area_code, area_code, item.release.area_code)
    if not area:
        return Members(())
    which = PARTS.get(part, PARTS["met"]).format(condition=facts.condition_sql(item.condition))
    place, number = _cursor(after)
    sql = (
        f"SELECT area_code, id FROM ({facts.people_sql(on, area)}) AS people WHERE {which} "
        f"AND (area_code, id) > (%s, %s) ORDER BY area_code, id LIMIT {SIZE + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(_escaped(sql, 2), [place, number])
        found = cursor.fetchall()
    shown = found[:SIZE]
    ids = [int(elder_id) for _place, elder_id in shown]
    lines = (
        {line.id: line for line in elder_page(actor=actor, only=ids, size=SIZE).lines}
        if ids
        else {}
    )
    following = f"{shown[-1][0]}.{shown[-1][1]}" if len(found) > SIZE else ""
    return Members(tuple(lines[one] for one in ids if one in lines), following)


def counts(
    items: Sequence[Item], area_code: str, on: date
) -> dict[tuple[int, str], tuple[int, int]]:
    """(item id, town) → people in the group, people of whom it cannot be told; every item in one pass."""
    asked = [item for item in items if item.condition]
    if not asked:
        return {}
    columns = ", ".join(
        f"count(*) FILTER (WHERE {condition}), count(*) FILTER (WHERE ({condition}) IS NULL)"
        for condition in (facts.condition_sql(item.condition) for item in asked)
    )
    sql = (
        f"SELECT left(area_code, {TOWN}), {columns} "
        f"FROM ({facts.people_sql(on, area_code)}) AS people GROUP BY 1"
    )
    found: dict[tuple[int, str], tuple[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for town, *numbers in cursor.fetchall():
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            for item, (met, unknown) in zip(asked, pairs, strict=True):
                found[item.pk, str(town)] = (int(met), int(unknown))
    return found


def narrower(*codes: str) -> str:
    """The narrowest of areas that lie within one another ("" is the whole country); "" where two lie apart."""
    chosen = max(codes, key=len)
    return chosen if all(chosen.startswith(code) for code in codes) else ""


def _cursor(after: str) -> tuple[str, int]:
    place, _dot, number = after.partition(".")
    is_good = place.isdigit() and number.isdigit() and len(number) <= 18
    return (place, int(number)) if is_good else ("", 0)


def _escaped(sql: str, parameters: int) -> str:
    """Per cent signs of texts doubled, the placeholders at the end kept."""
    head, *rest = sql.rsplit("%s", parameters)
    return "%s".join([head.replace("%", "%%"), *rest])


def due(condition: str, area_code: str, on: date) -> list[tuple[int, str]]:
    """(elder id, household number) of everybody in an area who meets a condition, by id."""
    sql = (
        f"SELECT id, household_no FROM ({facts.people_sql(on, area_code)}) AS people "
        f"WHERE {facts.condition_sql(condition)} ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [(int(elder_id), str(household or "")) for elder_id, household in cursor.fetchall()]

"""Lists of elders: one search box and filters, paged by key, never counted over the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock, pii
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder
from sangyu.people.registry.rules.checks import age_on
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.stages import (
    Stage,
    Statement,
    counted,
    fetched,
    ids_of,
    stages,
)

PAGE_SIZE = 25
COUNT_LIMIT = 1000
CURSOR_LIMIT = 24
_COLUMNS = (
    "id", "ref", "name", "sex", "birth_date", "id_sealed", "phone_sealed", "area_code", "address", "living",
    "ability_level", "status", "left_on", "version",
)  # fmt: skip
_LINES = f"""
    WITH found(id) AS MATERIALIZED ({{ids}})
    SELECT {", ".join(f"e.{name}" for name in _COLUMNS)}, ARRAY(
        SELECT c.category FROM registry_eldercategory AS c
        WHERE c.elder_id = e.id AND c.ended_on IS NULL ORDER BY c.category) AS categories,
        (SELECT count(*) FROM found) AS counted
    FROM registry_elder AS e WHERE e.id IN (SELECT f.id FROM found AS f LIMIT {{shown:d}}) ORDER BY e.{{order}}, e.id"""


@dataclass(frozen=True)
class ElderLine:
    """One line of a list: what tells a person apart, masked."""

    id: int
    ref: UUID
    name: str
    sex: str
    birth_date: date
    age: int
    id_masked: str
    phone_masked: str
    area_code: str
    address: str
    living: str
    ability_level: int | None
    status: str
    left_on: date | None
    version: int
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """A number, or "more than" it."""

    number: int
    is_more: bool = False


@dataclass(frozen=True)
class Page:
    """One page; `next` is the cursor of the following one ("" at the end). `count`: of the whole list, if asked for."""

    lines: tuple[ElderLine, ...]
    next: str = ""
    count: Count | None = None


def elder_page(  # noqa: PLR0913  each but the actor is a keyword with a default
    *,
    actor: Actor,
    text: str = "",
    filters: ElderFilters | None = None,
    cursor: str = "",
    size: int = PAGE_SIZE,
    only: Sequence[int] = (),
    count_to: int = 0,
) -> Page:
    """A page of the elders the actor may see, by name in pinyin (or by what was searched for); `only` of these ids.

    The cursor tells the stage of the search and the last person's id; never a name, for it stands in addresses.
    `count_to`: count the whole list too, no further than that.
    """
    ways = stages(actor, text, filters or ElderFilters())
    first, after = _read_cursor(cursor)
    counting = count_to if not first and after is None else 0
    found: list[tuple[int, dict[str, Any]]] = []
    number_found = 0
    for number, stage in enumerate(ways[first:], start=first):
        shown = size + 1 - len(found)
        if shown <= 0 and number_found > counting:
            break
        is_here = number == first and after is not None
        ids = _narrowed(actor, stage, after if is_here else None, only)
        got, more = _fetch(stage, ids, max(shown, 0), count_to=max(counting + 1 - number_found, 0))
        number_found += more
        found += ((number, row) for row in got)
    count = _counted(number_found, count_to) if counting else None
    if count_to and not counting:  # a later page
        count = elder_count(actor=actor, text=text, filters=filters, limit=count_to)
    lines = _lines(actor, [row for _number, row in found[:size]])
    if len(found) <= size:
        return Page(lines, count=count)
    number, last = found[size - 1]
    return Page(lines, f"{number}.{last['id']}", count)


def _counted(number: int, limit: int) -> Count:
    return Count(min(number, limit), is_more=number > limit)


def elder_count(
    *,
    actor: Actor,
    text: str = "",
    filters: ElderFilters | None = None,
    limit: int = COUNT_LIMIT,
) -> Count:
    """How many the list has, counted up to `limit`."""
    number = 0
    for stage in stages(actor, text, filters or ElderFilters()):
        ids = stage.ids(is_ordered=False)
        number += counted(ids, limit + 1 - number) if ids else 0
        if number > limit:
            break
    return _counted(number, limit)


def _fetch(
    stage: Stage, ids: Statement | None, shown: int, *, count_to: int = 0
) -> tuple[list[dict[str, Any]], int]:
    """The first `shown` rows, and how many there are, counted to the larger of the two bounds.

    Which ones is found in the covering index alone; only then are their wide rows read. The scope is in the inner
    query, which Django makes from `visible_to`; the outer one adds the columns.
    """
    if ids is None:
        return [], 0
    number = max(shown, count_to)
    if shown == 0:
        plain = stage.ids(is_ordered=False)
        return [], counted(plain, number) if plain else 0
    query = _LINES.format(ids=f"{{ids}} LIMIT {number:d}", order=stage.order, shown=shown)
    found = fetched(ids, query, (*_COLUMNS, "categories", "counted"))
    numbers = [row.pop("counted") for row in found]
    return found, numbers[0] if numbers else 0


def _narrowed(
    actor: Actor, stage: Stage, after: int | None, only: Sequence[int]
) -> Statement | None:
    """The ids of a stage: all, or of some people only, or those after a person."""
    if after is None and not only:
        return stage.ids()
    rows = stage.rows().order_by(stage.order, "id")
    if only:
        rows = rows.filter(pk__in=only)
    return ids_of(rows if after is None else _after(actor, rows, stage.order, after))


def _after(actor: Actor, rows: Any, order: str, elder_id: int) -> Any:
    """The rows after that person. `gte` alone bounds the index; the rest settles namesakes.

    The person must be one the actor sees: else a made-up cursor would tell where a stranger's name stands.
    """
    key = Elder.objects.visible_to(actor).filter(pk=elder_id).values_list(order, flat=True).first()
    if key is None:  # an export must stop here, not end as if it were complete
        raise Conflict(
            "list-moved-on",
            _("The person after whom this page begins is no longer in your list."),
            remedy=_("Begin the list again from its first page."),
        )
    return rows.filter(**{f"{order}__gte": key}).filter(
        Q(**{f"{order}__gt": key}) | Q(pk__gt=elder_id)
    )


def _read_cursor(cursor: str) -> tuple[int, int | None]:
    stage, _dot, last = cursor.partition(".")
    if stage.isdecimal() and last.isdecimal() and len(cursor) <= CURSOR_LIMIT:
        return int(stage), int(last)
    return 0, None


def _lines(actor: Actor, rows: list[dict[str, Any]]) -> tuple[ElderLine, ...]:
    today = clock.today()
    numbers = pii.masked_many(
        [row.pop("id_sealed") for row in rows], "resident-id", pii.mask_resident_id
    )
    phones = pii.masked_many([row.pop("phone_sealed") for row in rows], "phone", pii.mask_phone)
    sees_address = actor.may(rights.ELDER_UNMASK)
    return tuple(
        ElderLine(
            **row
            | {
                "address": row["address"] if sees_address else pii.mask_address(row["address"]),
                "categories": tuple(row["categories"]),
            },
            age=age_on(row["birth_date"], today),
            id_masked=number,
            phone_masked=phone,
        )
        for row, number, phone in zip(rows, numbers, phones, strict=True)
    )

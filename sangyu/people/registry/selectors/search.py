"""Lists of elders: one search box and filters, paged by key, never counted over the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock, pii
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder
from sangyu.people.registry.models.columns import Bigrams
from sangyu.people.registry.rules.checks import age_on
from sangyu.people.registry.rules.search import Look, Way, bigrams, id_forms, looks
from sangyu.people.registry.selectors.filters import ElderFilters

PAGE_SIZE = 25
COUNT_LIMIT = 1000
CURSOR_LIMIT = 24
_LAST = "\U0010ffff"
_ORDER = {
    Way.PINYIN: "name_pinyin",
    Way.INITIALS: "name_initials",
    Way.NAME: "name",
    Way.ADDRESS: "name_pinyin",
    Way.ID: "name_pinyin",
    Way.PHONE: "name_pinyin",
}
_COLUMNS = (
    "id", "ref", "name", "sex", "birth_date", "id_sealed", "phone_sealed", "area_code", "address", "living",
    "ability_level", "status", "left_on", "version",
)  # fmt: skip
_LINES = f"""
    SELECT {", ".join(f"e.{name}" for name in _COLUMNS)}, ARRAY(
        SELECT c.category FROM registry_eldercategory AS c
        WHERE c.elder_id = e.id AND c.ended_on IS NULL ORDER BY c.category) AS categories
    FROM registry_elder AS e WHERE e.id IN ({{ids}}) ORDER BY e.{{order}}, e.id"""


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
class Page:
    """One page; `next` is the cursor of the following one ("" at the end)."""

    lines: tuple[ElderLine, ...]
    next: str = ""


@dataclass(frozen=True)
class Count:
    """A number, or "more than" it."""

    number: int
    is_more: bool = False


@dataclass(frozen=True)
class _Stage:
    """One way to look, as a query; pages run through the stages one after the other."""

    order: str
    rows: Any


def elder_page(
    *,
    actor: Actor,
    text: str = "",
    filters: ElderFilters | None = None,
    cursor: str = "",
    size: int = PAGE_SIZE,
    only: Sequence[int] = (),
) -> Page:
    """A page of the elders the actor may see, by name in pinyin (or by what was searched for); `only` of these ids.

    The cursor tells the stage of the search and the last person's id; never a name, for it stands in addresses.
    """
    stages = _stages(actor, text, filters or ElderFilters())
    if only:
        stages = [_Stage(stage.order, stage.rows.filter(pk__in=only)) for stage in stages]
    first, after = _read_cursor(cursor)
    found: list[tuple[int, dict[str, Any]]] = []
    for number, stage in enumerate(stages[first:], start=first):
        rows = stage.rows.order_by(stage.order, "id")
        if number == first and after is not None:
            rows = _after(actor, rows, stage.order, after)
        found += ((number, row) for row in _fetch(rows, stage.order, size + 1 - len(found)))
        if len(found) > size:
            break
    lines = _lines(actor, [row for _number, row in found[:size]])
    if len(found) <= size:
        return Page(lines)
    number, last = found[size - 1]
    return Page(lines, f"{number}.{last['id']}")


def elder_count(
    *,
    actor: Actor,
    text: str = "",
    filters: ElderFilters | None = None,
    limit: int = COUNT_LIMIT,
) -> Count:
    """How many the list has, counted up to `limit`."""
    number = 0
    for stage in _stages(actor, text, filters or ElderFilters()):
        number += stage.rows.order_by()[: limit + 1 - number].count()
        if number > limit:
            return Count(limit, is_more=True)
    return Count(number)


def _stages(actor: Actor, text: str, filters: ElderFilters) -> list[_Stage]:
    require(actor, rights.ELDER_VIEW)
    if filters.area_code and not filters.area_code.startswith(actor.area_code):
        if not actor.area_code.startswith(filters.area_code):
            return []
    elif filters.area_code:
        actor = actor.within(filters.area_code)
    condition = filters.condition(clock.today(), actor.area_code)
    base = Elder.objects.visible_to(actor).filter(condition)
    ways = looks(text)
    if not ways:
        return [] if text.strip() else [_Stage("name_pinyin", base)]
    stages: list[_Stage] = []
    seen = Q()
    for look in ways:
        condition = _condition(look)
        rows = base.alias(grams=Bigrams("address")) if look.way is Way.ADDRESS else base
        stages.append(_Stage(_ORDER[look.way], rows.filter(condition & seen)))
        seen &= ~condition
    return stages


def _fetch(rows: Any, order: str, number: int) -> list[dict[str, Any]]:
    """The first rows. Which ones is found in the covering index alone; only then are their wide rows read.

    The scope is in the inner query, which Django makes from `visible_to`; the outer one adds the columns.
    """
    try:
        ids, params = rows.values("pk")[:number].query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(ids=ids, order=order), params)
        names = (*_COLUMNS, "categories")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _condition(look: Look) -> Q:
    if look.way is Way.ID:
        indexes = pii.blind_index_many(id_forms(look.text), "resident-id")
        return Q(id_index__in=indexes)
    if look.way is Way.PHONE:
        return Q(phone_index=pii.blind_index(look.text, "phone"))
    if look.way is Way.ADDRESS:
        return Q(grams__contains=bigrams(look.text), address__icontains=look.text)
    column = _ORDER[look.way]
    return Q(**{f"{column}__gte": look.text, f"{column}__lt": look.text + _LAST})


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
    numbers = pii.open_many([row.pop("id_sealed") for row in rows], "resident-id")
    phones = pii.open_many([row.pop("phone_sealed") for row in rows], "phone")
    sees_address = actor.may(rights.ELDER_UNMASK)
    return tuple(
        ElderLine(
            **row
            | {
                "address": row["address"] if sees_address else pii.mask_address(row["address"]),
                "categories": tuple(row["categories"]),
            },
            age=age_on(row["birth_date"], today),
            id_masked=pii.mask_resident_id(number or ""),
            phone_masked=pii.mask_phone(phone or ""),
        )
        for row, number, phone in zip(rows, numbers, phones, strict=True)
    )

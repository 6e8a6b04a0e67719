"""The statements behind a list of elders: each way to look, within the scope, narrowed by the filters.

Django takes longer to write such a statement than PostgreSQL to answer it, so each is written once for its shape (who
asks, which filters, which ways to look) and kept. In what is kept, stand-ins hold the place of what is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from sangyu.kernel import clock, pii
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder
from sangyu.people.registry.models.columns import Bigrams
from sangyu.people.registry.rules.search import Look, Way, bigrams, id_forms, looks
from sangyu.people.registry.selectors.filters import ElderFilters

_LAST = "\U0010ffff"
_STAND_IN = 0xF0000
"""A plane of Unicode for private use: the stand-ins are characters of it."""
_ORDER = {
    Way.PINYIN: "name_pinyin",
    Way.INITIALS: "name_initials",
    Way.NAME: "name",
    Way.ADDRESS: "name_pinyin",
    Way.ID: "name_pinyin",
    Way.PHONE: "name_pinyin",
}
_NUMBERS = {Way.ID: ("id_index", "resident-id"), Way.PHONE: ("phone_index", "phone")}
Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class _Sought:
    """What one look compares with: a text, or the blind indexes of a number."""

    way: Way
    text: str = ""
    indexes: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One way to look, without those whom an earlier way has found; pages run through them one after the other."""

    actor: Actor
    filters: ElderFilters
    today: date
    sought: tuple[_Sought, ...] = ()

    @property
    def order(self) -> str:
        """The column that orders the rows, before the id."""
        return _ORDER[self.sought[-1].way] if self.sought else "name_pinyin"

    def rows(self) -> Any:
        """The rows, for a list that begins in the middle or is narrowed further."""
        rows = Elder.objects.visible_to(self.actor)
        rows = rows.filter(self.filters.condition(self.today, self.actor.area_code))
        if any(one.way is Way.ADDRESS for one in self.sought):
            rows = rows.alias(grams=Bigrams("address"))
        for one in self.sought[:-1]:
            rows = rows.filter(~_condition(one))
        return rows.filter(_condition(self.sought[-1])) if self.sought else rows

    def ids(self, *, is_ordered: bool = True) -> Statement | None:
        """The statement of the ids of all rows; None if there cannot be any."""
        stand_ins = tuple(_stand_in(number, one) for number, one in enumerate(self.sought))
        written = _written(replace(self, sought=stand_ins), is_ordered=is_ordered)
        if written is None:
            return None
        sql, params = written
        for stood_in, one in zip(stand_ins, self.sought, strict=True):
            params = tuple(_filled(param, stood_in, one) for param in params)
        return sql, params


def stages(actor: Actor, text: str, filters: ElderFilters) -> list[Stage]:
    """The ways to look, one after the other; none if nothing can be found."""
    require(actor, rights.ELDER_VIEW)
    if filters.area_code and not filters.area_code.startswith(actor.area_code):
        if not actor.area_code.startswith(filters.area_code):
            return []
    elif filters.area_code:
        actor = actor.within(filters.area_code)
    actor = replace(actor, request_id="")
    ways = looks(text)
    if not ways:
        return [] if text.strip() else [Stage(actor, filters, clock.today())]
    sought = tuple(_sought(look) for look in ways)
    return [
        Stage(actor, filters, clock.today(), sought[: number + 1]) for number in range(len(sought))
    ]


def ids_of(rows: Any) -> Statement | None:
    """The statement of the ids of these rows, in their order; None if there cannot be any."""
    try:
        sql, params = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, params


@lru_cache(maxsize=4096)
def _written(stage: Stage, *, is_ordered: bool) -> Statement | None:
    rows = stage.rows()
    return ids_of(rows.order_by(stage.order, "id") if is_ordered else rows.order_by())


def _sought(look: Look) -> _Sought:
    if look.way not in _NUMBERS:
        return _Sought(look.way, look.text)
    forms = id_forms(look.text) if look.way is Way.ID else (look.text,)
    return _Sought(look.way, indexes=tuple(pii.blind_index_every(forms, _NUMBERS[look.way][1])))


def _condition(one: _Sought) -> Q:
    if one.way in _NUMBERS:
        return Q(**{f"{_NUMBERS[one.way][0]}__in": one.indexes})
    if one.way is Way.ADDRESS:
        return Q(grams__contains=bigrams(one.text), address__icontains=one.text)
    column = _ORDER[one.way]
    return Q(**{f"{column}__gte": one.text, f"{column}__lt": one.text + _LAST})


def _stand_in(number: int, one: _Sought) -> _Sought:
    """As long as what it stands for: an address is looked for by its pieces, and how many those are is of the shape."""
    length = len(one.text) if one.way is Way.ADDRESS else min(len(one.text), 1)
    text = "".join(chr(_STAND_IN + 256 * number + at) for at in range(length))
    indexes = (f"{chr(_STAND_IN + number)}{at}".encode() for at in range(len(one.indexes)))
    return _Sought(one.way, text, tuple(indexes))


def _filled(param: Any, stood_in: _Sought, one: _Sought) -> Any:
    """What belongs where a stand-in of this look stands; other parameters as they are."""
    if isinstance(param, str) and stood_in.text:
        if param == f"%{stood_in.text}%":
            return f"%{connection.ops.prep_for_like_query(one.text)}%"
        pieces = bigrams(stood_in.text) if one.way is Way.ADDRESS else []
        if param in pieces:
            return bigrams(one.text)[pieces.index(param)]
        return param.replace(stood_in.text, one.text)
    value = getattr(param, "obj", param)  # psycopg's wrapper of bytes
    if isinstance(value, bytes) and value in stood_in.indexes:
        return one.indexes[stood_in.indexes.index(value)]
    return param


def counted(statement: Statement, limit: int) -> int:
    """How many rows the statement has, counted up to `limit`."""
    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT {limit:d}) AS found", params)
        return int(cursor.fetchone()[0])


def fetched(statement: Statement, query: str, names: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a query around the statement, which stands in it as {ids}."""
    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(query.replace("{ids}", sql), params)
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

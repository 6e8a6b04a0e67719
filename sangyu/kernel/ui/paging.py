"""Keyset paging: a page begins after a row, not after a count, so page 500 costs what page 1 costs.

The cursor in the address is only the boundary row's key: its sort values are read from that row, so no personal data
stands in a URL and the key may be any table's. Nothing is counted beyond `COUNT_LIMIT` rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

Row = TypeVar("Row", bound=Model)

COUNT_LIMIT = 1000
"""Rows counted at most; beyond it a list says "more than 1,000"."""


@dataclass(frozen=True)
class Cursor:
    """After (or before) the row with this key."""

    key: str
    backwards: bool = False

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """From a query parameter: `after.KEY` or `before.KEY`; anything else is the first page."""
        side, dot, key = text.partition(".")
        if not dot or not key or side not in {"after", "before"}:
            return None
        return cls(key, backwards=side == "before")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page: its rows, and the cursors of its neighbours ("" where there is none)."""

    rows: list[Row]
    previous: str
    next: str

    @property
    def is_first(self) -> bool:
        return not self.previous

    @property
    def is_only(self) -> bool:
        return not self.previous and not self.next


def paginate(
    queryset: QuerySet[Row],
    order: Sequence[str],
    cursor: str = "",
    size: int = 50,
    *,
    scope: QuerySet[Row] | None = None,
) -> Page[Row]:
    """The page after (or before) `cursor` in the order of `order`, made total by the primary key.

    `order` names columns or annotations, each without NULLs, with a leading minus for descending. An index on the same
    columns in one common direction answers it by a row comparison.

    A boundary row that the filters no longer show is looked for in `scope`: what the reader may see, unfiltered. One
    that is not there either begins the list anew; else a made-up cursor would tell where a stranger's row stands.
    """
    names = _total(order)
    place = Cursor.read(cursor)
    boundary = _boundary(queryset, scope, names, place.key) if place else None
    if place is None or boundary is None:
        rows = list(queryset.order_by(*names)[: size + 1])
        more = len(rows) > size
        return Page(rows[:size], "", f"after.{rows[size - 1].pk}" if more else "")
    walk = [_flip(name) for name in names] if place.backwards else names
    rows = list(queryset.filter(_beyond(walk, boundary)).order_by(*walk)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if place.backwards:
        rows.reverse()
        if not more and len(rows) < size:  # too near the start: give a full first page
            return paginate(queryset, order, "", size)
    if not rows:
        return paginate(queryset, order, "", size)
    has_previous, has_next = (more, True) if place.backwards else (True, more)
    return Page(
        rows,
        f"before.{rows[0].pk}" if has_previous else "",
        f"after.{rows[-1].pk}" if has_next else "",
    )


def count_up_to(queryset: QuerySet[Any], limit: int = COUNT_LIMIT) -> int:
    """How many rows there are, counting no further than `limit` + 1."""
    return queryset.order_by()[: limit + 1].count()


def _total(order: Sequence[str]) -> list[str]:
    names = list(order)
    if not any(name.lstrip("-") in {"pk", "id"} for name in names):
        names.append("-pk" if names and names[-1].startswith("-") else "pk")
    return names


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _boundary(
    queryset: QuerySet[Row], scope: QuerySet[Row] | None, names: Sequence[str], key: str
) -> tuple[Any, ...] | None:
    """The sort values of the boundary row, of the list or else of the scope; None if it is gone, or was never there."""
    try:
        pk = queryset.model._meta.pk.to_python(key)
    except (ValidationError, ValueError):
        return None
    columns = [name.lstrip("-") for name in names]
    found = queryset.order_by().filter(pk=pk).values_list(*columns).first()
    if found is None and scope is not None and all(_is_column(scope, name) for name in columns):
        found = scope.order_by().filter(pk=pk).values_list(*columns).first()
    return found


def _is_column(scope: QuerySet[Row], name: str) -> bool:
    """False for an annotation of the list, which the bare scope does not have."""
    try:
        scope.model._meta.get_field("id" if name == "pk" else name)
    except FieldDoesNotExist:
        return name == "pk"
    return True


def _beyond(names: Sequence[str], boundary: tuple[Any, ...]) -> Any:
    """Rows that come after the boundary. One common direction becomes a row comparison, which an index answers."""
    descending = [name.startswith("-") for name in names]
    columns = [name.lstrip("-") for name in names]
    if all(descending) or not any(descending):
        lookup = TupleLessThan if descending[0] else TupleGreaterThan
        return lookup(Tuple(*(F(column) for column in columns)), boundary)
    condition = Q()
    equal = Q()
    for column, is_down, value in zip(columns, descending, boundary, strict=True):
        condition |= equal & Q(**{f"{column}__{'lt' if is_down else 'gt'}": value})
        equal &= Q(**{column: value})
    return condition

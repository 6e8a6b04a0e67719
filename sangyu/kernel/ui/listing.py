"""A list page's machinery: columns, sort links, filters, pager and count, read from the address and put into one value.

    COLUMNS = [Column("name", _("Name"), sort="name_pinyin"), Column("due", _("Due"), sort="due_on", kind="date")]
    listing = build(request, elders.visible_to(request.actor), COLUMNS, default="name")

The template gives it to `{% table listing %}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sangyu.kernel.access import ScopedQuerySet
from sangyu.kernel.ui import formats, paging

Kind = Literal["text", "number", "date", "actions"]


@dataclass(frozen=True)
class Column:
    """A table column. `sort` names what the database sorts by; "" makes it plain. `is_minor` hides it on a phone."""

    key: str
    label: str | Promise
    sort: str = ""
    kind: Kind = "text"
    is_minor: bool = False
    hint: str | Promise = ""


@dataclass(frozen=True)
class Heading:
    """A column as one request shows it: its sort link and its `aria-sort`."""

    column: Column
    url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class Listing:
    """One page of a list, ready for `{% table %}`. `total` is exact up to `paging.COUNT_LIMIT`, else None."""

    id: str
    rows: list[Any]
    headings: list[Heading]
    previous_url: str = ""
    next_url: str = ""
    total: int | None = None
    is_counted: bool = False
    query: dict[str, list[str]] = field(default_factory=dict)
    told: str = ""
    """The result line, where it is to be another than `result` would say."""

    @property
    def result(self) -> str:
        """How many there are, or are shown, in words."""
        if self.told:
            return self.told
        if not self.is_counted:
            shown = len(self.rows)
            return ngettext("%(count)s row shown", "%(count)s rows shown", shown) % {"count": shown}
        if self.total is None:
            return _("More than %(limit)s results") % {"limit": formats.number(paging.COUNT_LIMIT)}
        return ngettext("%(count)s result", "%(count)s results", self.total) % {"count": self.total}


def build(  # noqa: PLR0913  # each but the first three is a keyword with a default
    request: HttpRequest,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    *,
    default: str,
    list_id: str = "list",
    size: int = 50,
    is_counted: bool = True,
    scope: QuerySet[Any] | None = None,
) -> Listing:
    """The page that the address asks for: `sort` (a column's key, minus for descending) and `at` (a cursor).

    `scope` is what `rows` were filtered from, for kinds that have no `visible_to` of their own (paging says why).
    """
    order, chosen = _order(request.GET.get("sort", ""), columns, default)
    page = paging.paginate(
        rows,
        order,
        request.GET.get("at", ""),
        size,
        scope=_scope(request, rows) if scope is None else scope,
    )
    total = paging.count_up_to(rows) if is_counted else 0
    return Listing(
        id=list_id,
        rows=page.rows,
        headings=[_heading(request, column, chosen) for column in columns],
        previous_url=address(request, at=page.previous) if page.previous else "",
        next_url=address(request, at=page.next) if page.next else "",
        total=total if is_counted and total <= paging.COUNT_LIMIT else None,
        is_counted=is_counted,
        query={key: request.GET.getlist(key) for key in request.GET},
    )


def _scope(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any] | None:
    """All rows of the kind that the reader may see, where the kind says so."""
    actor = getattr(request, "actor", None)
    kind = rows.model._default_manager.all()
    return kind.visible_to(actor) if actor and isinstance(kind, ScopedQuerySet) else None


def of(rows: Sequence[Any], columns: Sequence[Column], *, list_id: str = "list") -> Listing:
    """A short, complete list without sorting or paging (a table inside a page)."""
    headings = [Heading(column) for column in columns]
    return Listing(id=list_id, rows=list(rows), headings=headings, total=len(rows), is_counted=True)


def address(request: HttpRequest, /, **changes: str) -> str:
    """This page's address with some parameters changed ("" removes one); a changed sort or filter returns to page 1."""
    query = request.GET.copy()
    query.pop("at", None)
    for key, value in changes.items():
        if value:
            query[key] = value
        else:
            query.pop(key, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _order(asked: str, columns: Sequence[Column], default: str) -> tuple[list[str], str]:
    """The database order and the key shown as chosen. An unknown key falls back to the default."""
    sortable = {column.key: column.sort for column in columns if column.sort}
    chosen = asked if asked.lstrip("-") in sortable else default
    sort = sortable.get(chosen.lstrip("-"), chosen.lstrip("-"))
    return [f"-{sort}" if chosen.startswith("-") else sort], chosen


def _heading(request: HttpRequest, column: Column, chosen: str) -> Heading:
    if not column.sort:
        return Heading(column)
    if chosen == column.key:
        return Heading(column, address(request, sort=f"-{column.key}"), "ascending")
    if chosen == f"-{column.key}":
        return Heading(column, address(request, sort=column.key), "descending")
    return Heading(column, address(request, sort=column.key))

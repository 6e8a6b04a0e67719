"""The registry's routes in the open API: lists and records within the caller's area, masked like the pages.

ID and phone numbers travel in bodies, never in addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from pydantic import TypeAdapter

from sangyu.kernel.access import ActorRequest
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError
from sangyu.people.registry.selectors.elders import ElderDetail
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.past import as_of
from sangyu.people.registry.selectors.search import ElderLine, Page
from sangyu.people.registry.services.looking import elder_open, elder_search

LARGEST_PAGE = 100
router = Router(tags=["elders"])


class ElderItem(Schema):
    """One line of a list; numbers are masked."""

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
    categories: list[str]


class ElderList(Schema):
    """One page; `next` is the cursor of the following one, empty at the end."""

    items: list[ElderItem]
    next: str


class Filters(Schema):
    """What narrows a list. Several values of one filter are alternatives."""

    area_code: str = ""
    age_from: int | None = Field(None, ge=0, le=150)
    age_to: int | None = Field(None, ge=0, le=150)
    sex: list[str] = []
    living: list[str] = []
    category: list[str] = []
    ability: list[str] = []
    status: list[str] = []
    changed_since: date | None = None
    category_since: date | None = None
    cursor: str = ""
    size: int = Field(25, ge=1, le=LARGEST_PAGE)


class Search(Filters):
    """A list and what is typed into the search box: a name, letters, an ID or phone number, a place."""

    text: str = Field("", max_length=100)


class CategoryItem(Schema):
    """One period of a category."""

    category: str
    origin: str
    started_on: date
    ended_on: date | None
    clause: str


class ElderRecord(Schema):
    """One person: every field that is not sealed, and the sealed ones masked."""

    id: int
    ref: UUID
    age: int
    version: int
    registered_on: date
    source: str
    values: dict[str, str | int | date | None]
    masked: dict[str, str]
    categories: list[CategoryItem]


class ElderDay(Schema):
    """One person's unsealed fields as of a day."""

    id: int
    as_of: date
    age: int
    values: dict[str, str | int | date | None]


@dataclass(frozen=True)
class _Written:
    """`ElderList` as it is written: the lines themselves, whose fields are those of `ElderItem` (a test compares)."""

    items: tuple[ElderLine, ...]
    next: str


_WRITTEN = TypeAdapter(_Written)


@router.get("/elders", response=ElderList, operation_id="elders_list", url_name="elders")
def elders(request: HttpRequest, query: Query[Filters]) -> HttpResponse:
    """The elders of the caller's area, narrowed by filters, in the order of their names' sound."""
    return _page(_search(_actor(request), query, ""))


@router.post(
    "/elders/search", response=ElderList, operation_id="elders_search", url_name="elders-search"
)
def search(request: HttpRequest, body: Search) -> HttpResponse:
    """The elders that a text finds. Numbers go into the body, so that no log of addresses keeps them."""
    return _page(_search(_actor(request), body, body.text))


@router.get("/elders/{int:elder_id}", response=ElderRecord, operation_id="elder", url_name="elder")
def elder(request: HttpRequest, elder_id: int) -> dict[str, Any]:
    """One person."""
    detail: ElderDetail = elder_open(actor=_actor(request), elder_id=elder_id)
    return {
        **{name: getattr(detail, name) for name in ("id", "ref", "age", "version", "source")},
        "registered_on": detail.registered_on,
        "values": detail.values,
        "masked": detail.masked,
        "categories": list(detail.categories),
    }


@router.get(
    "/elders/{int:elder_id}/as-of/{day}",
    response=ElderDay,
    operation_id="elder_as_of",
    url_name="elder-day",
)
def elder_day(request: HttpRequest, elder_id: int, day: date) -> dict[str, Any]:
    """One person as of a day, with every later change undone."""
    actor = _actor(request)
    elder_open(actor=actor, elder_id=elder_id)
    row = as_of(actor=actor, elder_id=elder_id, on=day)
    if row is None:
        raise DomainError(
            "not-yet-registered",
            _("The person was not on the register on that day."),
            field="day",
            remedy=_("Ask for a later day."),
        )
    fixed = {name: row.pop(name) for name in ("id", "as_of", "age")}
    return fixed | {"values": {name: row[name] for name in row if name != "ref"}}


def _actor(request: HttpRequest) -> Actor:
    return cast("ActorRequest", request).actor


def _search(actor: Actor, query: Filters, text: str) -> Page:
    given = query.dict(exclude={"cursor", "size", "text"}, exclude_defaults=True)
    asked = {
        name: [str(one) for one in value] if isinstance(value, list) else str(value)
        for name, value in given.items()
    }
    filters = ElderFilters.from_query(asked)
    return elder_search(
        actor=actor, text=text, filters=filters, cursor=query.cursor, size=query.size
    )


def _page(page: Page) -> HttpResponse:
    """Written in one go: checked one by one against the schema, the lines took longer than the search for them."""
    return HttpResponse(_WRITTEN.dump_json(_Written(page.lines, page.next)), "application/json")

"""The one door to every object and every list.

Outside the actor's scope a thing does not exist (404); inside it without the right, the actor is refused (403); after
a write the thing must still be visible to its writer, or the transaction rolls back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, Self, TypeVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Forbidden, NotFound

Params = ParamSpec("Params")
Row = TypeVar("Row", bound=models.Model)


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset that knows who may see which rows. `area_field` names the column that holds the area code."""

    area_field = "area_code"

    def visible_to(self, actor: Actor) -> Self:
        """The rows within the actor's area. Rooms with finer rules override this, and only this."""
        return self.filter(in_area(actor.area_code, self.area_field))


def in_area(area_code: str, field: str = "area_code") -> models.Q:
    """A condition on a code column that PostgreSQL answers from a plain B-tree index (C collation): a range."""
    if not area_code:
        return models.Q()
    return models.Q(**{f"{field}__gte": area_code, f"{field}__lt": area_code + "\uffff"})


AREA_DIGITS = (2, 4, 6, 9, 12)
"""The lengths of the codes of a province, city, county, town and community (GB/T 2260 and below)."""


def areas_up_from(area_code: str) -> list[str]:
    """An area's own code and the codes of the areas above it, the widest first; none for the whole country ("")."""
    return [area_code[:length] for length in AREA_DIGITS if length <= len(area_code)]


def in_area_or_above(area_code: str, field: str = "area_code") -> models.Q:
    """Rows of an area, of the areas within it, and of those above it: what is asked of the city is asked of its towns.

    Only for what holds no personal data of the wider area: papers, plans, campaigns, the heads of statistics.
    """
    if not area_code:  # a Q that is empty gives way to the other side of an "or"
        return models.Q()
    return in_area(area_code, field) | models.Q(**{f"{field}__in": areas_up_from(area_code)})


COUNTY_DIGITS = 6
"""A scope of up to this many digits is a whole city or county (GB/T 2260)."""


def in_area_or_of_the_system(actor: Actor, field: str = "area_code") -> models.Q:
    """Rows of the actor's area; and rows of no area, which concern the system itself, for a whole city or county."""
    scope = in_area(actor.area_code, field)
    if actor.area_code and len(actor.area_code) <= COUNTY_DIGITS:
        scope |= models.Q(**{field: ""})
    return scope


@dataclass(frozen=True)
class Right:
    """One thing a role may do: its code ("elder.view"), what it means, which roles carry it by default."""

    code: str
    label: str | Promise
    roles: frozenset[str]


_rights: dict[str, Right] = {}


def declare_right(code: str, label: str | Promise, roles: Iterable[str]) -> str:
    """Declare a right at start-up (in a room's `rights.py`, imported by its AppConfig.ready). Returns the code."""
    right = Right(code, label, frozenset(map(str, roles)))
    known = _rights.get(code)
    if known is not None and known.roles != right.roles:
        raise ValueError(f"The right {code} is declared twice, differently.")
    _rights[code] = right
    return code


def rights_of(role: str) -> frozenset[str]:
    """All rights that a role carries."""
    return frozenset(code for code, right in _rights.items() if role in right.roles)


def all_rights() -> Mapping[str, Right]:
    """Every declared right by its code."""
    return dict(_rights)


def require(actor: Actor, right: str) -> None:
    """Refuse with 403 unless the actor carries the right; "" is everybody's."""
    if right and not actor.may(right):
        raise Forbidden(
            "right-missing",
            _("Your role does not allow this."),
            remedy=_("Ask your organisation's administrator, or switch to another of your posts."),
        )


def require_area(actor: Actor, area_code: str) -> None:
    """Refuse with 403 to change what belongs to an area that the actor sees from below, but does not cover."""
    if not actor.covers(area_code):
        raise Forbidden(
            "area-above",
            _("This belongs to a wider area than yours, so you may read it but not change it."),
            remedy=_("Ask the unit that is responsible for the wider area."),
        )


class _Visible(Protocol):
    def visible_to(self, actor: Actor) -> models.QuerySet[Any]: ...


def load(queryset: ScopedQuerySet[Row], actor: Actor, right: str, **lookup: Any) -> Row:
    """The one object that `lookup` names, if the actor may do `right` to it. 404 before 403."""
    found = queryset.visible_to(actor).filter(**lookup).first()
    if found is None:
        raise NotFound(
            "not-found",
            _("There is no such record, or it lies outside your area."),
            remedy=_("Check the address, or search for it."),
        )
    require(actor, right)
    return found


def ensure_still_visible(row: Row, queryset: ScopedQuerySet[Row], actor: Actor) -> None:
    """After a write, inside its transaction: refuse (and so roll back) if the writer no longer sees the row."""
    if not queryset.visible_to(actor).filter(pk=row.pk).exists():
        raise Forbidden(
            "left-scope",
            _("This change would move the record out of your area, so it was not saved."),
            remedy=_("Use a transfer to another area instead."),
        )


class ActorRequest(HttpRequest):
    """A request that has passed `needs`: it carries an actor."""

    actor: Actor


ViewBody = Callable[Concatenate[ActorRequest, Params], HttpResponseBase]


def needs(right: str) -> Callable[[ViewBody[Params]], ViewBody[Params]]:
    """Decorate a view with the right it needs. The middleware has put the actor on the request (or sent to sign-in).

    `right` "" means: any signed-in account.
    """

    def decorate(view: ViewBody[Params]) -> ViewBody[Params]:
        @wraps(view)
        def guarded(
            request: ActorRequest, /, *args: Params.args, **kwargs: Params.kwargs
        ) -> HttpResponseBase:
            if right:
                require(request.actor, right)
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]  # read by the permission table's test
        return guarded

    return decorate


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view as open to everybody, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]  # read by the actor middleware and the permission table's test
    return view

"""The catalogue's routes in the open API: the lists that concern the caller, and what they say to one person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from sangyu.kernel.access import ActorRequest, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import NotFound
from sangyu.people.catalogue import rights
from sangyu.people.catalogue.models import Release
from sangyu.people.catalogue.selectors import releases
from sangyu.people.catalogue.selectors.answers import ItemAnswer
from sangyu.people.catalogue.services.looking import answers_open
from sangyu.people.catalogue.types import ListKind, ReleaseState

router = Router(tags=["services"])


class ListItem(Schema):
    """A released list."""

    id: int
    kind: str
    area_code: str
    year: int
    version: int
    title: str
    number: str
    starts_on: date
    is_example: bool
    content_hash: str


class ServiceItem(Schema):
    """One item: what, for whom, by whom, on which clause. `condition` is over the dataset `elders`."""

    code: str
    name: str
    floor: str
    form: str
    group: str
    condition: str
    content: str
    standard: str
    amount: Decimal | None
    amount_unit: str
    funding: str
    lead_unit: str
    clause: str
    how_to_get: str
    availability: str
    note: str


class BoughtItem(Schema):
    """One line of a purchase catalogue; `price` in yuan."""

    code: str
    name: str
    item_code: str
    unit: str
    price: Decimal
    minutes: int | None
    norm: str
    staff: str
    clause: str
    note: str


class WholeList(ListItem):
    """A list with its lines: `items` of a list of services, `bought` of a purchase catalogue."""

    source: str
    note: str
    items: list[ServiceItem]
    bought: list[BoughtItem]


class Reason(Schema):
    """One condition: its outcome (yes, no, unknown) and the sentence that says why."""

    outcome: str
    sentence: str


class AnswerItem(Schema):
    """What the list says about one item: yes, maybe (then `missing` has columns), ask, no."""

    code: str
    name: str
    answer: str
    availability: str
    clause: str
    reasons: list[Reason]
    missing: list[str]


class ElderServices(Schema):
    """One person's answers by the list in force where they live."""

    elder_id: int
    release_id: int
    on: date
    items: list[AnswerItem]


@router.get(
    "/service-lists",
    response=list[ListItem],
    operation_id="service_lists",
    url_name="service-lists",
)
def service_lists(request: HttpRequest, kind: str = ListKind.SERVICES) -> Any:
    """The released lists that concern the caller, the latest first."""
    require(_actor(request), rights.LIST_VIEW)
    rows = releases.release_list(actor=_actor(request), kind=kind)
    return list(rows.filter(state=ReleaseState.RELEASED))


@router.get(
    "/service-lists/{int:release_id}", response=WholeList, operation_id="service_list",
    url_name="service-list",
)  # fmt: skip
def service_list(request: HttpRequest, release_id: int) -> Any:
    """One released list with its lines."""
    found = releases.release_get(actor=_actor(request), release_id=release_id)
    if found.state != ReleaseState.RELEASED:
        raise NotFound("no-list", _("There is no released list here."))
    return _whole(found)


@router.get(
    "/elders/{int:elder_id}/services", response=ElderServices, operation_id="elder_services",
    url_name="elder-services",
)  # fmt: skip
def elder_services(request: HttpRequest, elder_id: int) -> Any:
    """What one person is entitled to by the list in force where they live, with reasons and what is missing."""
    detail, found = answers_open(actor=_actor(request), elder_id=elder_id)
    if found is None:
        raise NotFound("no-list-in-force", _("No list is in force here"))
    return {
        "elder_id": detail.id,
        "release_id": found.release.pk,
        "on": found.on,
        "items": [_answer(one) for one in found.items],
    }


def _actor(request: HttpRequest) -> Actor:
    return cast("ActorRequest", request).actor


def _whole(release: Release) -> dict[str, Any]:
    about = {name: getattr(release, name) for name in (*ListItem.model_fields, "source", "note")}
    return about | {"items": list(release.items.all()), "bought": list(release.bought.all())}


def _answer(one: ItemAnswer) -> dict[str, Any]:
    item = one.item
    return {
        **{name: getattr(item, name) for name in ("code", "name", "availability", "clause")},
        "answer": one.answer,
        "reasons": [{"outcome": leaf.outcome, "sentence": leaf.sentence} for leaf in one.reasons],
        "missing": [used.name for used in one.missing],
    }

"""What the pages of the wish register and of home adaptations show."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.access import ActorRequest
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.formats import day, money
from sangyu.people.catalogue.models import Wish, Work
from sangyu.people.catalogue.selectors import waiting as selectors
from sangyu.people.catalogue.types import WishState, WorkState

TONES = {
    WishState.WAITING: "warn", WishState.OFFERED: "info", WishState.PLACED: "good", WishState.WITHDRAWN: "muted",
    WorkState.DUE: "warn", WorkState.ORDERED: "info", WorkState.DONE: "info", WorkState.ACCEPTED: "good",
    WorkState.DROPPED: "muted",
}  # fmt: skip
WISHES = [
    listing.Column("name", gettext_lazy("Name")),
    listing.Column("area", gettext_lazy("Area")),
    listing.Column("since", gettext_lazy("Wished on"), sort="wished_on", kind="date"),
    listing.Column("home", gettext_lazy("Eldercare home"), is_minor=True),
    listing.Column("state", gettext_lazy("State")),
]
WORKS = [
    listing.Column("name", gettext_lazy("Name")),
    listing.Column("area", gettext_lazy("Area")),
    listing.Column("since", gettext_lazy("Due since"), sort="due_since", kind="date"),
    listing.Column("by", pgettext_lazy("works", "To be finished by"), kind="date"),
    listing.Column("state", gettext_lazy("State")),
]
KINDS: dict[str, tuple[Any, Any, Any]] = {
    "wish": (WishState, selectors.wish_list, WISHES),
    "work": (WorkState, selectors.work_list, WORKS),
}


def list_page(request: ActorRequest, kind: str) -> dict[str, Any]:
    """A list by state, with the people's names and how many stand where."""
    states, rows_of, columns = KINDS[kind]
    first = next(iter(states.values))
    chosen = request.GET.get("state", first)
    chosen = chosen if chosen in states.values else first
    numbers = selectors.states(rows_of(actor=request.actor))
    found = listing.build(
        request,
        rows_of(actor=request.actor, state=chosen),
        columns,
        default="since",
        list_id=f"{kind}-list",
    )
    people = selectors.people(actor=request.actor, ids=[row.elder_id for row in found.rows])
    rows = [
        {
            "it": row,
            "name": people[row.elder_id].name if row.elder_id in people else "—",
            "area": " ".join(area_name(row.elder.area_code).path[1:]),
            "tone": TONES[row.state],
        }
        for row in found.rows
    ]
    tabs = [
        {
            "label": label,
            "url": f"?state={code}",
            "is_current": code == chosen,
            "count": numbers.get(code, 0),
        }
        for code, label in states.choices
    ]
    return {"listing": found, "rows": rows, "tabs": tabs, "numbers": numbers}


def name_of(actor: Actor, elder_id: int) -> str:
    """What a person is called, for who may see them."""
    found = selectors.people(actor=actor, ids=[elder_id])
    return found[elder_id].name if elder_id in found else "—"


def wish_facts(wish: Wish) -> list[tuple[str, object]]:
    """A wish as terms and values."""
    return [
        (_("Wished on"), day(wish.wished_on)),
        (_("Who told of it"), wish.get_source_display()),
        (_("Eldercare home"), wish.home.name if wish.home else ""),
        (_("Place offered on"), day(wish.offered_on)),
        (_("Offers so far"), wish.offers),
        (_("Moved in on"), day(wish.placed_on)),
        (_("Note"), wish.note),
        (_("Recorded by"), wish.recorded_by),
    ]


def work_facts(work: Work) -> list[tuple[str, object]]:
    """Works as terms and values."""
    return [
        (_("Due since"), day(work.due_since)),
        (_("Clause"), work.clause),
        (_("Measures"), work.measures),
        (_("Carried out by"), work.contractor),
        (_("Ordered on"), day(work.ordered_on)),
        (str(pgettext_lazy("works", "To be finished by")), day(work.finish_by)),
        (_("Done on"), day(work.done_on)),
        (_("Cost"), money(work.cost) if work.cost is not None else ""),
        (_("Accepted on"), day(work.accepted_on)),
        (_("Accepted by"), work.accepted_by),
        (_("Note"), work.note),
    ]

"""What the catalogue's pages show, made ready for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Problem
from sangyu.kernel.ui import listing
from sangyu.people.catalogue import policy, rights, wording
from sangyu.people.catalogue.models import Item, Release
from sangyu.people.catalogue.selectors import releases as selectors
from sangyu.people.catalogue.selectors.answers import Answers
from sangyu.people.catalogue.selectors.members import Members
from sangyu.people.catalogue.types import ListKind, ReleaseState, ServiceForm

PEOPLE = [
    listing.Column("name", gettext_lazy("Name")),
    listing.Column("age", gettext_lazy("Age"), kind="number"),
    listing.Column("area", gettext_lazy("Area")),
    listing.Column("id", gettext_lazy("ID number"), is_minor=True),
    listing.Column("answers", gettext_lazy("By the list")),
]


def kind_of(text: str) -> str:
    """The kind an address asks for."""
    return text if text in ListKind.values else str(ListKind.SERVICES)


@dataclass(frozen=True)
class ListLine:
    """A list as the list of lists shows it."""

    it: Release
    area: str
    state: str
    tone: str


def list_line(release: Release) -> ListLine:
    """With its state in a word."""
    state, tone = state_of(release)
    return ListLine(release, area_name(release.area_code).name, state, tone)


def state_of(release: Release) -> tuple[str, str]:
    """Draft, in force, in force later, or followed by another; with its tone."""
    today = clock.today()
    if release.state == ReleaseState.DRAFT:
        return str(release.get_state_display()), "warn"
    if release.starts_on > today:
        return _("Released, not yet in force"), "info"
    if selectors.is_in_force(release, today):
        return _("In force"), "good"
    return _("Followed by another"), "muted"


def list_page(actor: Actor, release: Release) -> dict[str, Any]:
    """Everything of one list."""
    is_purchase = release.kind == ListKind.PURCHASE
    counts = selectors.counts_of(actor=actor, release=release)
    is_draft = release.state == ReleaseState.DRAFT
    told = told_changes(release)
    state, tone = state_of(release)
    return {
        "it": release,
        "area": area_name(release.area_code).full_name,
        "state": state,
        "tone": tone,
        "is_draft": is_draft,
        "is_purchase": is_purchase,
        "items": [] if is_purchase else [(item, counts.get(item.pk)) for item in release.items.all()],
        "bought": list(release.bought.all()) if is_purchase else [],
        "as_of": next((one["as_of"] for one in counts.values()), None),
        "below": [
            (one.item, wording.shortfall_problem(one)) for one in selectors.shortfalls_of(release)
        ]
        if is_draft
        else [],
        "national": policy.national(),
        "told": told,
        "may_edit": is_draft and actor.may(rights.LIST_EDIT) and actor.covers(release.area_code),
        "may_release": is_draft and actor.may(rights.LIST_RELEASE) and actor.covers(release.area_code),
        "may_people": actor.may(rights.LIST_PEOPLE),
    }  # fmt: skip


def told_changes(release: Release) -> dict[str, Any] | None:
    """What a list changes, in words; None where it is the first of its area."""
    found = selectors.changes_of(release)
    if found is None:
        return None
    is_purchase = release.kind == ListKind.PURCHASE
    return {
        "number": found.number,
        "added": found.added,
        "dropped": found.dropped,
        "changed": [
            (
                one.after,
                [
                    (wording.field_label(name, is_purchase=is_purchase), _plain(a), _plain(b))
                    for name, a, b in one.fields
                ],
            )
            for one in found.changed
        ],
    }


def _plain(value: object) -> object:
    return "" if value is None else value


def problem_rows(release: Release, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Faults of a file as a table shows them."""
    is_purchase = release.kind == ListKind.PURCHASE
    return [
        {
            "where": one.where,
            "field": wording.field_label(one.field, is_purchase=is_purchase) if one.field else "",
            "value": one.value,
            "text": one.message,
            "remedy": one.remedy,
        }
        for one in problems
    ]


def printed(release: Release) -> dict[str, Any]:
    """The list as the paper that is published."""
    return {
        "it": release,
        "area": area_name(release.area_code).full_name,
        "is_purchase": release.kind == ListKind.PURCHASE,
        "parts": by_form(release),
        "bought": list(release.bought.all()),
        "is_draft": release.state == ReleaseState.DRAFT,
    }


def by_form(release: Release) -> list[tuple[Any, list[Item]]]:
    """The items under the three forms of the national list."""
    items = list(release.items.all())
    found = [(form.label, [one for one in items if one.form == form]) for form in ServiceForm]
    return [(label, rows) for label, rows in found if rows]


def item_page(actor: Actor, item: Item) -> dict[str, Any]:
    """An item and its counts by town."""
    rows = selectors.counts_by_town(actor=actor, item=item)
    return {
        "item": item,
        "it": item.release,
        "towns": [(area_name(row.area_code).name, row) for row in rows],
        "met": sum(row.met for row in rows),
        "unknown": sum(row.unknown for row in rows),
        "as_of": rows[0].as_of if rows else None,
    }


def people_listing(page: Members, next_url: str, first_url: str) -> listing.Listing:
    """A page of people; back is the first page."""
    rows = [(line, " ".join(area_name(line.area_code).path[1:])) for line in page.lines]
    headings = [listing.Heading(column) for column in PEOPLE]
    return listing.Listing("members", rows, headings, previous_url=first_url, next_url=next_url)


def part_tabs(request: ActorRequest, part: str) -> list[dict[str, Any]]:
    """In the target group, or of whom it cannot be told."""
    labels = {"met": _("In the target group"), "unknown": _("Cannot be told yet")}
    return [
        {"label": label, "url": listing.address(request, part=code), "is_current": code == part}
        for code, label in labels.items()
    ]


def answer_parts(answers: Answers | None) -> list[dict[str, Any]]:
    """The answers by what they say, each with its lead, tone and items."""
    if answers is None:
        return []
    return [
        {"code": answer, "lead": wording.ANSWER_LEADS[answer], "tone": wording.TONES[answer], "items": items}
        for answer, items in answers.parts
    ]  # fmt: skip

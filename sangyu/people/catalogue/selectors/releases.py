"""Lists, their lines, what they changed, and which of them is in force where."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum

from sangyu.kernel.access import areas_up_from, load
from sangyu.kernel.actors import Actor
from sangyu.people.catalogue import facts, policy, rights
from sangyu.people.catalogue.models import Bought, GroupCount, Item, Release
from sangyu.people.catalogue.rules.differences import Differences, differences
from sangyu.people.catalogue.rules.floor import Shortfall, shortfalls
from sangyu.people.catalogue.types import BoughtFacts, ItemFacts, ListKind, ReleaseState

ITEM_FIELDS = tuple(one.name for one in fields(ItemFacts))
BOUGHT_FIELDS = tuple(one.name for one in fields(BoughtFacts))


def release_list(*, actor: Actor, kind: str) -> QuerySet[Release]:
    """Every list of a kind that concerns the actor, drafts included."""
    found: QuerySet[Release] = Release.objects.visible_to(actor).filter(kind=kind)
    return found


def release_get(*, actor: Actor, release_id: int) -> Release:
    """One list."""
    found: Release = load(Release.objects.all(), actor, rights.LIST_VIEW, pk=release_id)
    return found


def item_get(*, actor: Actor, item_id: int) -> Item:
    """One item of a list of services."""
    rows = Item.objects.select_related("release")
    found: Item = load(rows, actor, rights.LIST_VIEW, pk=item_id)
    return found


def bought_get(*, actor: Actor, line_id: int) -> Bought:
    """One line of a purchase catalogue."""
    rows = Bought.objects.select_related("release")
    found: Bought = load(rows, actor, rights.LIST_VIEW, pk=line_id)
    return found


def item_facts(item: Item) -> ItemFacts:
    """An item without its row."""
    return ItemFacts(**{name: getattr(item, name) for name in ITEM_FIELDS})


def bought_facts(line: Bought) -> BoughtFacts:
    """A line without its row."""
    return BoughtFacts(**{name: getattr(line, name) for name in BOUGHT_FIELDS})


def lines_of(release: Release) -> list[Any]:
    """The facts of a list's lines, in order: ItemFacts or BoughtFacts by its kind."""
    if release.kind == ListKind.PURCHASE:
        return [bought_facts(line) for line in release.bought.all()]
    return [item_facts(item) for item in release.items.all()]


def release_before(release: Release) -> Release | None:
    """The list released before this one for the same area."""
    rows = Release.objects.filter(
        area_code=release.area_code, kind=release.kind, state=ReleaseState.RELEASED
    ).exclude(pk=release.pk)
    if release.state == ReleaseState.RELEASED:
        rows = rows.filter(starts_on__lt=release.starts_on)
    found: Release | None = rows.order_by("-starts_on").first()
    return found


def changes_of(release: Release) -> Differences[Any] | None:
    """What the list changes against the one before; None where it is the first."""
    before = release_before(release)
    return differences(lines_of(before), lines_of(release)) if before else None


def shortfalls_of(release: Release) -> tuple[Shortfall, ...]:
    """The national items that a list of services does not keep."""
    if release.kind != ListKind.SERVICES:
        return ()
    return shortfalls(lines_of(release), policy.national().items, facts.ground())


def release_in_force(*, actor: Actor, area_code: str, kind: str, on: date) -> Release | None:
    """The list that holds at a place on a day: the county's own, else the city's. Released lists are public."""
    for code in reversed(areas_up_from(area_code)):
        rows = Release.objects.filter(
            area_code=code, kind=kind, state=ReleaseState.RELEASED, starts_on__lte=on
        )
        found: Release | None = rows.order_by("-starts_on").first()
        if found is not None:
            return found
    return None


def release_public(*, actor: Actor, release_id: int) -> Release | None:
    """A released list, for everybody."""
    found: Release | None = Release.objects.filter(
        pk=release_id, state=ReleaseState.RELEASED
    ).first()
    return found


def releases_public(*, actor: Actor, on: date) -> list[Release]:
    """The lists in force on a day, one for each area and kind, by area."""
    rows = Release.objects.filter(state=ReleaseState.RELEASED, starts_on__lte=on)
    return list(rows.order_by("area_code", "kind", "-starts_on").distinct("area_code", "kind"))


def is_in_force(release: Release, on: date) -> bool:
    """Whether this is the list that holds for its area on a day."""
    if release.state != ReleaseState.RELEASED or release.starts_on > on:
        return False
    later = Release.objects.filter(
        area_code=release.area_code, kind=release.kind, state=ReleaseState.RELEASED,
        starts_on__gt=release.starts_on, starts_on__lte=on,
    )  # fmt: skip
    return not later.exists()


def counts_of(*, actor: Actor, release: Release) -> dict[int, dict[str, Any]]:
    """Item id → people in its target group and people of whom it cannot be told, within the actor's area."""
    rows = GroupCount.objects.visible_to(actor).filter(item__release=release)
    summed = rows.values("item_id", "as_of").annotate(met=Sum("met"), unknown=Sum("unknown"))
    return {row["item_id"]: dict(row) for row in summed.order_by("as_of")}


def counts_by_town(*, actor: Actor, item: Item) -> list[GroupCount]:
    """An item's counts, town by town, within the actor's area."""
    rows = GroupCount.objects.visible_to(actor).filter(item=item)
    return list(rows.order_by("area_code"))


def years_of(*, area_code: str, kind: str) -> dict[int, datetime]:
    """Year → the day on which its list was released, for one area."""
    rows = Release.objects.filter(
        area_code=area_code, kind=kind, state=ReleaseState.RELEASED
    ).order_by("-released_at")
    return {row.year: row.released_at for row in rows if row.released_at}


def areas_with_lists(*, kind: str) -> list[str]:
    """The areas that have, or begin, lists of their own."""
    rows = Release.objects.filter(kind=kind).order_by("area_code")
    return list(rows.values_list("area_code", flat=True).distinct())

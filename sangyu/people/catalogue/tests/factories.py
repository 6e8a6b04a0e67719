"""Lists for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.people.catalogue.models import Release, Wish, Work
from sangyu.people.catalogue.services.releases import (
    EXAMPLE,
    NATIONAL,
    release_draft,
    release_publish,
)
from sangyu.people.catalogue.types import ItemFacts, ListKind, WishSource
from sangyu.people.registry.models import Elder

CITY = "522601"


def heading(year: int = 2026, **over: Any) -> dict[str, Any]:
    """A list's heading."""
    return {"title": "示例市基本养老服务清单", "year": year, "starts_on": date(year, 1, 1)} | over


def make_release(
    actor: Actor,
    *,
    kind: str = ListKind.SERVICES,
    area_code: str = CITY,
    begin_with: str = "",
    **over: Any,
) -> Release:
    """A draft, from the national list or the example unless told otherwise."""
    usual = EXAMPLE if kind == ListKind.PURCHASE else NATIONAL
    return release_draft(
        actor=actor, kind=kind, area_code=area_code, heading=heading(**over), begin_with=begin_with or usual
    )  # fmt: skip


def released(actor: Actor, *, year: int = 2025, **options: Any) -> Release:
    """A released list."""
    draft = make_release(actor, year=year, **options)
    return release_publish(actor=actor, release_id=draft.pk)


def item(code: str = "L1", **over: Any) -> ItemFacts:
    """An item of a place's own."""
    facts = {
        "name": "助餐补贴",
        "group": "80周岁及以上老年人",
        "lead_unit": "市民政局",
        "clause": "示例〔2026〕1号",
    }
    return ItemFacts(code=code, **(facts | over))


def make_wish(elder: Elder, **over: Any) -> Wish:
    """A wish that waits."""
    facts = {
        "wished_on": date(2025, 3, 1),
        "source": WishSource.ELDER,
        "recorded_at": clock.now(),
        "recorded_by": "clerk",
    }
    return Wish.objects.create(elder=elder, **(facts | over))


def make_work(elder: Elder, **over: Any) -> Work:
    """A home that is due."""
    facts = {"due_since": date(2025, 3, 1), "clause": "聊政办发〔2020〕9号（八）"}
    return Work.objects.create(elder=elder, **(facts | over))

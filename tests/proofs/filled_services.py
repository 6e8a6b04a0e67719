"""Lists of services: a released one and a draft of each county, with an item that carries the word of its person."""

from __future__ import annotations

from typing import Any

from sangyu.city.organisations.types import Role
from sangyu.people.catalogue.services.counts import counts_refresh
from sangyu.people.catalogue.services.lines import line_save
from sangyu.people.catalogue.services.releases import release_publish
from sangyu.people.catalogue.tests.factories import item, make_release, make_wish, make_work
from sangyu.people.registry.models import Elder
from sangyu.people.registry.tests.factories import make_actor


def promise(county: str, word: str) -> dict[str, dict[str, Any]]:
    """How the county's list, its draft and an item are addressed. A released list is public, so it says no word."""
    director = make_actor(Role.DIRECTOR, county)
    last = make_release(director, area_code=county, year=2025)
    release_publish(actor=director, release_id=last.pk)
    counts_refresh(actor=director, release_id=last.pk)
    draft = make_release(director, area_code=county, year=2026, begin_with="last")
    line = line_save(
        actor=director, release_id=draft.pk, facts=item(name=f"{word}的餐补", note=f"{word}家附近")
    )
    everybody = last.items.get(code="N09")
    return {
        "service list": {"pk": draft.pk, "release_id": last.pk},
        "service draft": {"pk": draft.pk, "line_id": line.pk},
        "service item": {"pk": everybody.pk},
    }


def wait(elder_id: int, word: str) -> dict[str, dict[str, Any]]:
    """A wish for a place and works in the home of one person, each with the person's word."""
    elder = Elder.objects.get(pk=elder_id)
    wish = make_wish(elder, note=f"{word}想住敬老院")
    work = make_work(elder, measures=f"{word}家的扶手")
    return {
        "wish": {"pk": wish.pk, "step": "withdraw"},
        "work": {"pk": work.pk, "step": "drop"},
    }

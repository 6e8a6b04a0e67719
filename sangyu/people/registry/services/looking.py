"""Looking at elders, recorded: who searched how and was shown how many, who opened whose record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sangyu.kernel import audit, pii
from sangyu.kernel.actors import Actor
from sangyu.people.registry import audit_codes
from sangyu.people.registry.rules.search import looks
from sangyu.people.registry.selectors.alike import Alike, alike
from sangyu.people.registry.selectors.elders import ElderDetail, elder_detail
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.search import PAGE_SIZE, Page, elder_page


def elder_search(  # noqa: PLR0913  as elder_page
    *,
    actor: Actor,
    text: str = "",
    filters: ElderFilters | None = None,
    cursor: str = "",
    size: int = PAGE_SIZE,
    count_to: int = 0,
    at: datetime | None = None,
) -> Page:
    """A page of elders, with an entry in the trail. What was typed is not kept, only of which kind it was."""
    page = elder_page(
        actor=actor, text=text, filters=filters, cursor=cursor, size=size, count_to=count_to
    )
    after: dict[str, object] = {"shown": len(page.lines)}
    if text:
        after["by"] = [str(look.way) for look in looks(text)]
    if filters is not None:
        after |= filters.to_query()
    audit.record(
        actor,
        audit_codes.SEARCHED,
        kind="elder",
        id="list",
        area_code=filters.area_code if filters else "",
        after=after,
        at=at,
    )
    return page


def elder_alike(*, actor: Actor, at: datetime | None = None, **typed: Any) -> list[Alike]:
    """Who on the register looks like what somebody types; that it was told stands in the trail, not what was typed.

    An ID number is looked for in every town, so who is told of a stranger's town leaves a trace.
    """
    found = alike(actor=actor, **typed)
    if found:
        after = {"shown": len(found), "by": sorted({one.reason for one in found})}
        audit.record(actor, audit_codes.SEARCHED, kind="elder", id="list", after=after, at=at)
    return found


def elder_open(*, actor: Actor, elder_id: int, at: datetime | None = None) -> ElderDetail:
    """A person's page, with an entry in the trail."""
    detail = elder_detail(actor=actor, elder_id=elder_id)
    audit.record(
        actor,
        audit_codes.OPENED,
        kind="elder",
        id=detail.id,
        area_code=detail.values["area_code"],
        label=pii.mask_name(detail.name),
        at=at,
    )
    return detail

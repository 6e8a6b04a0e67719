"""Looking at elders, recorded: who searched how and was shown how many, who opened whose record."""

from __future__ import annotations

from datetime import datetime

from sangyu.kernel import audit, pii
from sangyu.kernel.actors import Actor
from sangyu.people.registry import audit_codes
from sangyu.people.registry.rules.search import looks
from sangyu.people.registry.selectors.elders import ElderDetail, elder_detail
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.search import PAGE_SIZE, Page, elder_page


def elder_search(
    *,
    actor: Actor,
    text: str = "",
    filters: ElderFilters | None = None,
    cursor: str = "",
    size: int = PAGE_SIZE,
    at: datetime | None = None,
) -> Page:
    """A page of elders, with an entry in the trail. What was typed is not kept, only of which kind it was."""
    page = elder_page(actor=actor, text=text, filters=filters, cursor=cursor, size=size)
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

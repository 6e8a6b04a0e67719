"""Lists of services in the furnished city: one in force with its people counted, the next as a draft, a price list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sangyu.city.organisations.types import Role
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.types import FileKind, SafeFile
from sangyu.people.catalogue.selectors.releases import item_facts
from sangyu.people.catalogue.services.counts import counts_refresh
from sangyu.people.catalogue.services.lines import line_remove, line_save
from sangyu.people.catalogue.services.releases import release_publish
from sangyu.people.catalogue.services.works import work_order
from sangyu.people.catalogue.tests.factories import item, make_release, make_wish, make_work
from sangyu.people.catalogue.types import ListKind
from sangyu.people.registry.models import Elder
from sangyu.people.registry.tests.factories import make_actor
from tests.browser.journeys import COMMUNITY


def build(area_code: str) -> dict[str, Any]:
    """The numbers of what there is to look at."""
    director = make_actor(Role.DIRECTOR, area_code)
    last = make_release(
        director, area_code=area_code, begin_with="kaili", year=2025, title="凯里市基本养老服务清单"
    )
    release_publish(actor=director, release_id=last.pk)
    counts_refresh(actor=director, release_id=last.pk)
    draft = make_release(
        director, area_code=area_code, begin_with="last", year=2026, title="凯里市基本养老服务清单"
    )
    line_save(
        actor=director, release_id=draft.pk, facts=item(condition="age >= 80 AND living = 'alone'")
    )
    eighty = draft.items.get(code="G1")
    facts = replace(item_facts(eighty), condition="age BETWEEN 85 AND 89", group="85至89周岁老年人")
    line_save(actor=director, release_id=draft.pk, line_id=eighty.pk, facts=facts)
    line_remove(actor=director, release_id=draft.pk, line_id=draft.items.get(code="N16").pk)
    purchase = make_release(
        director, area_code=area_code, kind=ListKind.PURCHASE, title="政府购买居家养老服务目录"
    )
    waits = _waiting(director)
    return waits | {
        "service_list": last.pk, "service_draft": draft.pk, "service_line": eighty.pk, "purchase": purchase.pk,
        "service_item": last.items.get(code="N09").pk,
    }  # fmt: skip


def _waiting(director: Actor) -> dict[str, Any]:
    """A wish, works that are ordered with a picture, and a home that is due."""
    one, other = Elder.objects.filter(area_code=COMMUNITY, status="present").order_by("pk")[:2]
    content = b"%PDF-1.4"
    work = make_work(one)
    work_order(
        actor=director, work_id=work.pk, measures="卫生间加装扶手，拆除门槛", contractor="示例工程队",
        files=[SafeFile("改造前.pdf", FileKind.PDF, len(content), content)],
    )  # fmt: skip
    return {"wish": make_wish(one).pk, "work": work.pk, "due_work": make_work(other).pk}

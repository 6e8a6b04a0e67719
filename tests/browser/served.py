"""Lists of services in the furnished city: one in force with its people counted, the next as a draft, a price list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sangyu.city.organisations.types import Role
from sangyu.people.catalogue.selectors.releases import item_facts
from sangyu.people.catalogue.services.counts import counts_refresh
from sangyu.people.catalogue.services.lines import line_remove, line_save
from sangyu.people.catalogue.services.releases import release_publish
from sangyu.people.catalogue.tests.factories import item, make_release
from sangyu.people.catalogue.types import ListKind
from sangyu.people.registry.tests.factories import make_actor


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
    return {
        "service_list": last.pk, "service_draft": draft.pk, "service_line": eighty.pk, "purchase": purchase.pk,
        "service_item": last.items.get(code="N09").pk,
    }  # fmt: skip

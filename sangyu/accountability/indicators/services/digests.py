"""Telling towns of their month: one notice a month with one page behind it, instead of an alert for every figure."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators import rights
from sangyu.accountability.indicators.models import IndicatorValue, TownDigest
from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import notices
from sangyu.city.duties.services import notice_send
from sangyu.city.organisations.selectors import units_in
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import audit, clock
from sangyu.kernel.access import in_area, require
from sangyu.kernel.actors import Actor

DIGEST = notices.register(
    "indicators.digest", _("%(area)s: the month %(month)s on one page, with what changed and what is due")
)  # fmt: skip


@transaction.atomic
def digests_send(*, actor: Actor, month: date, at: datetime | None = None) -> int:
    """Tell every town that was counted as of the month's last day, once; returns how many were told now."""
    require(actor, rights.INDICATOR_REFRESH)
    at = at or clock.now()
    counted = IndicatorValue.objects.filter(in_area(actor.area_code), as_of=month)
    towns = set(counted.filter(area_code__regex=r"^\d{9}$").values_list("area_code", flat=True))
    told = set(TownDigest.objects.filter(month=month).values_list("area_code", flat=True))
    new = sorted(towns - told)
    for town in new:
        TownDigest.objects.create(area_code=town, month=month, sent_at=at)
        for unit in units_in(area_code=town, kind=OrganisationKind.TOWN):
            notice_send(
                actor=actor, code=DIGEST, organisation_id=unit.id, at=at,
                words={"area": area_name(town).name, "month": month.strftime("%Y-%m")},
                link=reverse("targets:digest", args=[town, month.strftime("%Y-%m")]),
            )  # fmt: skip
    if new:
        audit.record(
            actor, "indicators.digests.sent", kind="indicators", id=month.isoformat(), at=at,
            label=month.strftime("%Y-%m"), after={"towns": len(new)},
        )  # fmt: skip
    return len(new)

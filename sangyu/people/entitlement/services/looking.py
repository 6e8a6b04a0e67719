"""Looking at what somebody is entitled to, recorded."""

from __future__ import annotations

from datetime import datetime

from sangyu.kernel import audit, pii
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import audit_codes, rights
from sangyu.people.registry.selectors.elders import ElderDetail, elder_detail


def entitlements_open(*, actor: Actor, elder_id: int, at: datetime | None = None) -> ElderDetail:
    """The person whose entitlements are opened, with an entry in the trail."""
    require(actor, rights.ENTITLEMENT_VIEW)
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

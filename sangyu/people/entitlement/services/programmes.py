"""Writes of programmes: the shipped ones, and new versions that a city puts in force."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sangyu.kernel import audit, clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import audit_codes, policy, rights
from sangyu.people.entitlement.in_force import check_all
from sangyu.people.entitlement.models import Programme, ProgrammeVersion


@transaction.atomic
def programmes_load(*, actor: Actor, at: datetime | None = None) -> int:
    """Bring the shipped programmes in; returns how many versions are new. What is there already stays as it is."""
    require(actor, rights.PROGRAMME_ADOPT)
    when = at or clock.now()
    known = set(
        ProgrammeVersion.objects.filter(shipped_number__isnull=False).values_list(
            "programme__code", "shipped_number"
        )
    )
    added = 0
    for draft in policy.programmes():
        new = [each for each in draft.versions if (draft.code, each.number) not in known]
        if not new:
            continue
        programme, _made = Programme.objects.get_or_create(
            code=draft.code,
            defaults={
                "area_code": draft.area_code,
                "kind": draft.kind,
                "name": dict(draft.name),
                "created_at": when,
            },
        )
        for each in new:
            ProgrammeVersion.objects.create(
                programme=programme,
                number=_next_number(programme),
                shipped_number=each.number,
                effective_from=each.effective_from,
                effective_to=each.effective_to,
                in_force=each.in_force,
                created_at=when,
                created_by=actor.label,
                **each.values,
            )
        added += len(new)
    if added:
        check_all()
        audit.record(
            actor, audit_codes.SHIPPED, kind="programme", id=0, label=str(added), after={"versions": added}, at=at
        )  # fmt: skip
    return added


def _next_number(programme: Programme) -> int:
    last = programme.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1

"""A family member's own elders."""

from __future__ import annotations

from sangyu.kernel import clock, pii
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder, FamilyLink
from sangyu.people.registry.rules.checks import age_on


def subjects_of(account_id: int) -> frozenset[int]:
    """The elders a family account is bound to today; the provider of its actor's scope."""
    rows = FamilyLink.objects.filter(account_id=account_id, ended_on__isnull=True)
    return frozenset(rows.values_list("elder_id", flat=True))


def own_elders(*, actor: Actor) -> list[tuple[Elder, int, str]]:
    """The actor's own elders with what hangs on them: (elder, age, masked phone)."""
    require(actor, rights.ELDER_OWN)
    if actor.subject_ids is None:
        return []
    rows = (
        Elder.objects.visible_to(actor)
        .prefetch_related("categories", "responsible__organisation", "contacts", "needs")
        .order_by("birth_date", "pk")
    )
    today = clock.today()
    return [
        (
            row,
            age_on(row.birth_date, today),
            pii.mask_phone(pii.open_(row.phone_sealed, "phone")) if row.phone_sealed else "",
        )
        for row in rows
    ]


def links_of(*, actor: Actor, elder_id: int) -> list[FamilyLink]:
    """The family accounts that see a record."""
    load(Elder.objects.all(), actor, rights.ELDER_EDIT, pk=elder_id)
    rows = FamilyLink.objects.filter(elder_id=elder_id, ended_on__isnull=True)
    return list(rows.select_related("account"))

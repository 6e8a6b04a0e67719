"""One elder with everything a page about them shows, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sangyu.kernel import clock, pii
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import (
    Contact,
    Elder,
    ElderCategory,
    Merge,
    Need,
    ResponsibleLink,
    Transfer,
)
from sangyu.people.registry.rules.checks import age_on
from sangyu.people.registry.rules.fields import FIELDS, Kind


@dataclass(frozen=True)
class ContactLine:
    """A contact, masked."""

    id: int
    name: str
    relation: str
    phone_masked: str
    emergency_order: int | None
    note: str


@dataclass(frozen=True)
class ElderDetail:
    """One person: `values` has every unsealed field, `masked` the sealed ones (id, phone, bank)."""

    id: int
    ref: str
    name: str
    age: int
    town_code: str
    version: int
    registered_on: date
    source: str
    values: dict[str, Any]
    masked: dict[str, str]
    categories: tuple[ElderCategory, ...]
    contacts: tuple[ContactLine, ...]
    responsible: tuple[ResponsibleLink, ...]
    needs: tuple[Need, ...]
    transfer: Transfer | None
    merges: tuple[Merge, ...]


_VEILS = {
    "address": pii.mask_address, "hukou_address": pii.mask_address, "bank_holder": pii.mask_name,
}  # fmt: skip
"""Not sealed, yet in full only for those who may unmask."""
_MASKS = {"id": pii.mask_resident_id, "phone": pii.mask_phone, "bank": pii.mask_bank_card}


def elder_detail(*, actor: Actor, elder_id: int) -> ElderDetail:
    """Everything about one person; nothing in full that is sealed."""
    elder: Elder = load(Elder.objects.all(), actor, rights.ELDER_VIEW, pk=elder_id)
    values = {
        name: shown_to(actor, name, getattr(elder, name))
        for name, field in FIELDS.items()
        if field.kind is not Kind.SEALED
    }
    return ElderDetail(
        id=elder.pk,
        ref=str(elder.ref),
        name=elder.name,
        age=age_on(elder.birth_date, clock.today()),
        town_code=elder.town_code,
        version=elder.version,
        registered_on=elder.registered_on,
        source=elder.source,
        values=values,
        masked={name: _masked(elder, name) for name in _MASKS},
        categories=tuple(ElderCategory.objects.filter(elder=elder)),
        contacts=tuple(_contact(row) for row in Contact.objects.filter(elder=elder)),
        responsible=tuple(
            ResponsibleLink.objects.filter(elder=elder).select_related("organisation")
        ),
        needs=tuple(Need.objects.filter(elder=elder)),
        transfer=Transfer.objects.filter(elder=elder, state="requested").first(),
        merges=tuple(Merge.objects.filter(kept=elder, undone_at__isnull=True)),
    )


def shown_to(actor: Actor, field: str, value: Any) -> Any:
    """A value of today or of the past, as this actor may read it: who may not unmask reads no house and no account."""
    if field not in _VEILS or not isinstance(value, str) or actor.may(rights.ELDER_UNMASK):
        return value
    return _VEILS[field](value)


def sees(actor: Actor, elder_id: str) -> bool:
    """True if the actor may open the copies of proofs with this record: they show numbers in full."""
    if not (actor.may(rights.ELDER_UNMASK) and elder_id.isdecimal()):
        return False
    return bool(Elder.objects.visible_to(actor).filter(pk=elder_id).exists())


def _masked(elder: Elder, name: str) -> str:
    sealed = getattr(elder, f"{name}_sealed")
    return _MASKS[name](pii.open_(sealed, FIELDS[name].pii_label)) if sealed else ""


def _contact(row: Contact) -> ContactLine:
    phone = pii.open_(row.phone_sealed, "phone") if row.phone_sealed else ""
    return ContactLine(
        row.pk, row.name, row.relation, pii.mask_phone(phone), row.emergency_order, row.note
    )

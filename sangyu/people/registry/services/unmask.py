"""Seeing a sealed number in full: with a purpose, and with an entry in the trail."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sangyu.kernel import audit, pii
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError
from sangyu.people.registry import rights
from sangyu.people.registry.models import Contact, Elder
from sangyu.people.registry.rules.fields import FIELDS, Kind


def elder_unmask(
    *, actor: Actor, elder_id: int, fields: Sequence[str], purpose: str
) -> dict[str, str]:
    """Sealed fields (id, phone, bank) in full. Asks for a purpose and writes it into the trail."""
    elder: Elder = load(Elder.objects.all(), actor, rights.ELDER_UNMASK, pk=elder_id)
    _ensure_purpose(purpose)
    if any(FIELDS[name].kind is not Kind.SEALED for name in fields):
        raise ValueError("Only sealed fields are unmasked.")
    shown = {}
    for name in fields:
        sealed = getattr(elder, f"{name}_sealed")
        shown[name] = pii.open_(sealed, FIELDS[name].pii_label) if sealed else ""
    audit.viewed(
        actor,
        kind="elder",
        id=elder.pk,
        purpose=purpose,
        area_code=elder.area_code,
        label=pii.mask_name(elder.name),
        fields=list(fields),
    )
    return shown


def contact_unmask(*, actor: Actor, elder_id: int, contact_id: int, purpose: str) -> str:
    """A contact's phone number in full; recorded like the elder's own."""
    elder: Elder = load(Elder.objects.all(), actor, rights.ELDER_UNMASK, pk=elder_id)
    _ensure_purpose(purpose)
    row = Contact.objects.filter(elder=elder, pk=contact_id).first()
    audit.viewed(
        actor,
        kind="elder",
        id=elder.pk,
        purpose=purpose,
        area_code=elder.area_code,
        label=pii.mask_name(elder.name),
        fields=[f"contact {contact_id}"],
    )
    return pii.open_(row.phone_sealed, "phone") if row and row.phone_sealed else ""


def _ensure_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise DomainError(
            "purpose-missing",
            _("A purpose is needed to see this in full."),
            field="purpose",
            remedy=_("Say in a few words what you need it for."),
        )

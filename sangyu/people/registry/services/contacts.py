"""Contacts, the chain of responsibility, and needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import pii
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, NotFound
from sangyu.people.registry import audit_codes, policy, rights
from sangyu.people.registry.models import Contact, Elder, Need, ResponsibleLink
from sangyu.people.registry.rules.checks import phone_checked
from sangyu.people.registry.services import _telling
from sangyu.people.registry.services._rows import elder_for_change
from sangyu.people.registry.types import NeedKind, ResponsibleKind, Source


@transaction.atomic
def contact_save(  # noqa: PLR0913  the facts of a contact
    *,
    actor: Actor,
    elder_id: int,
    name: str,
    phone: str | None = "",
    relation: str = "",
    emergency_order: int | None = None,
    note: str = "",
    contact_id: int | None = None,
    at: datetime | None = None,
) -> Contact:
    """Keep a contact, new or changed. Taking a place in the order of emergency moves the others down.

    `phone` None keeps the number there is.
    """
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    if relation and relation not in policy.codes("relation"):
        raise _not_listed("relation")
    if not name.strip():
        raise _missing("name")
    row = _mine(Contact, elder, contact_id)
    if emergency_order is not None:
        _shift_down(elder, emergency_order, row.pk)
    row.name, row.relation, row.note = name.strip(), relation, note
    row.emergency_order = emergency_order
    if phone is not None:
        _set_phone(row, phone)
    row.save()
    after = {"name": pii.mask_name(row.name), "relation": relation, "phone": phone or ""}
    _telling.record(actor, audit_codes.CONTACT_SAVED, elder, after=after, at=at)
    return row


@transaction.atomic
def contact_remove(
    *, actor: Actor, elder_id: int, contact_id: int, at: datetime | None = None
) -> None:
    """Remove a contact who is none any more."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    row = _mine(Contact, elder, contact_id)
    before = {"name": pii.mask_name(row.name), "relation": row.relation}
    _telling.record(actor, audit_codes.CONTACT_REMOVED, elder, before=before, at=at)
    row.delete()


@transaction.atomic
def responsible_save(  # noqa: PLR0913  the facts of a responsibility
    *,
    actor: Actor,
    elder_id: int,
    kind: str,
    name: str,
    started_on: date,
    phone: str = "",
    organisation_id: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> ResponsibleLink:
    """Enter who answers for the elder from a day on (family, village officer, volunteer, agency)."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    if kind not in ResponsibleKind.values:
        raise _not_listed("kind")
    if not name.strip():
        raise _missing("name")
    same = ResponsibleLink.objects.filter(
        elder=elder, kind=kind, name=name.strip(), ended_on__isnull=True
    )
    if same.exists():
        raise Conflict(
            "responsible-already",
            _("This person is responsible already."),
            field="name",
            remedy=_("End the present responsibility first."),
        )
    row = ResponsibleLink(
        elder=elder,
        kind=kind,
        name=name.strip(),
        started_on=started_on,
        organisation_id=organisation_id,
        note=note,
    )
    _set_phone(row, phone)
    row.save()
    after = {"kind": kind, "name": pii.mask_name(row.name), "from": started_on, "phone": phone}
    _telling.record(actor, audit_codes.RESPONSIBLE_SAVED, elder, after=after, at=at)
    return row


@transaction.atomic
def responsible_end(
    *, actor: Actor, elder_id: int, link_id: int, on: date, at: datetime | None = None
) -> ResponsibleLink:
    """End a responsibility; the link stays in the history."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    row = _mine(ResponsibleLink, elder, link_id)
    if row.ended_on is not None or on < row.started_on:
        raise Conflict(
            "not-endable",
            _("This responsibility has ended already, or would end before it began."),
            field="ended_on",
            remedy=_("Check the day."),
        )
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    after = {"kind": row.kind, "name": pii.mask_name(row.name), "until": on}
    _telling.record(actor, audit_codes.RESPONSIBLE_ENDED, elder, after=after, at=at)
    return row


@transaction.atomic
def need_note(  # noqa: PLR0913  the facts of a need
    *,
    actor: Actor,
    elder_id: int,
    kind: str,
    noted_on: date,
    note: str = "",
    source: str = Source.COMMUNITY_VISIT,
    at: datetime | None = None,
) -> Need:
    """Note a need; an open one of the same kind gets the newer note."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    if kind not in NeedKind.values:
        raise _not_listed("kind")
    row = Need.objects.filter(elder=elder, kind=kind, met_on__isnull=True).first()
    row = row or Need(elder=elder, kind=kind, noted_on=noted_on)
    row.note, row.source = note, str(source)
    row.save()
    after = {"kind": kind, "noted_on": row.noted_on, "note": note}
    _telling.record(actor, audit_codes.NEED_NOTED, elder, after=after, at=at)
    return row


@transaction.atomic
def need_meet(
    *, actor: Actor, elder_id: int, need_id: int, on: date, at: datetime | None = None
) -> Need:
    """The need has been met."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    row = _mine(Need, elder, need_id)
    if row.met_on is not None or on < row.noted_on:
        raise Conflict(
            "not-meetable",
            _("This need has been met already, or would be met before it was noted."),
            field="met_on",
            remedy=_("Check the day."),
        )
    row.met_on = on
    row.save(update_fields=["met_on"])
    _telling.record(
        actor, audit_codes.NEED_MET, elder, after={"kind": row.kind, "met_on": on}, at=at
    )
    return row


Row = TypeVar("Row", Contact, ResponsibleLink, Need)


def _mine(model: type[Row], elder: Elder, pk: int | None) -> Row:
    """The elder's row of this number; a new one without number."""
    if pk is None:
        return model(elder=elder)
    row: Row | None = model.objects.filter(elder=elder, pk=pk).first()
    if row is None:
        raise NotFound(
            "not-found",
            _("There is no such entry in this record."),
            remedy=_("Somebody may have removed it; open the record again."),
        )
    return row


def _shift_down(elder: Elder, place: int, but_id: int | None) -> None:
    """Free a place in the order of emergency, from the end, since the order is unique at every moment."""
    if place < 1:
        raise DomainError("order-positive", _("The order begins with 1."), field="emergency_order")
    others = Contact.objects.filter(elder=elder, emergency_order__gte=place).exclude(pk=but_id)
    if others.filter(emergency_order=place).exists():
        for other in others.order_by("-emergency_order"):
            other.emergency_order += 1
            other.save(update_fields=["emergency_order"])


def _set_phone(row: Contact | ResponsibleLink, phone: str) -> None:
    plain = phone_checked(phone)
    row.phone_sealed = pii.seal(plain, "phone") if plain else None
    row.phone_index = pii.blind_index(plain, "phone") if plain else None


def _missing(field: str) -> DomainError:
    return DomainError("missing", _("This is missing."), field=field, remedy=_("Fill it in."))


def _not_listed(field: str) -> DomainError:
    return DomainError(
        "not-listed",
        _("This value is not in the list."),
        field=field,
        remedy=_("Choose one of the list."),
    )

"""The elder's row: taken for a change, written in columns, its sealed values masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangyu.city.areas.selectors import area_exists
from sangyu.kernel import clock, pii
from sangyu.kernel.access import ensure_still_visible, load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, Problem
from sangyu.people.registry.models import Elder, ElderChange
from sangyu.people.registry.rules.fields import FIELDS, Kind
from sangyu.people.registry.rules.names import spelling
from sangyu.people.registry.services._derive import derive_categories
from sangyu.people.registry.types import Status

_MASKS = {"id": pii.mask_resident_id, "phone": pii.mask_phone, "bank": pii.mask_bank_card}
CHANGE_LABEL = "elder-change"
"""Values kept in the change log are sealed under a label of their own: three fields share its columns."""


class BadValues(DomainError):
    """Values that cannot be true; `problems` has them all."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__("bad-values", first.message, field=first.field, remedy=first.remedy)
        self.problems = tuple(problems)


def elder_for_change(
    actor: Actor, elder_id: int, right: str, *, version: int | None = None
) -> Elder:
    """The elder, locked until the transaction ends; refused if somebody changed it since `version` was read."""
    elder: Elder = load(Elder.objects.select_for_update(), actor, right, pk=elder_id)
    if version is not None and elder.version != version:
        raise _changed_meanwhile(elder)
    return elder


def _changed_meanwhile(elder: Elder) -> Conflict:
    last = ElderChange.objects.filter(elder=elder).order_by("-recorded_at", "-id").first()
    who = f"{last.actor_unit} {last.actor_label}".strip() if last else _("Somebody")
    at = elder.updated_at.astimezone(clock.SHANGHAI)
    return Conflict(
        "elder-changed-meanwhile",
        _(
            "%(who)s changed this record at %(time)s, after you had opened it, so yours was not saved."
        )
        % {"who": who, "time": f"{at:%Y-%m-%d %H:%M}"},
        remedy=_("Open it again, look at the new values and make your change once more."),
    )


def ensure_area(actor: Actor, area_code: str) -> None:
    """Refuse an area that is not the actor's, or does not exist."""
    ensure_covers(actor, area_code)
    if not area_exists(area_code):
        raise DomainError(
            "area-unknown",
            _("There is no such town or community."),
            field="area_code",
            remedy=_("Choose it from the list."),
        )


def ensure_covers(actor: Actor, area_code: str) -> None:
    """Refuse to write into an area outside the actor's."""
    if not actor.covers(area_code):
        raise Forbidden(
            "outside-area",
            _("This area is not yours, so nothing was saved."),
            remedy=_("Choose an area of your own, or ask for a transfer."),
        )


def elder_save(actor: Actor, elder: Elder, at: datetime) -> None:
    """Write the row with its next version; it must still be visible to its writer, its ID number nobody else's."""
    elder.version += 1
    elder.updated_at = at
    _refuse_under_former_key(elder)
    with _id_guarded():
        elder.save()
    ensure_still_visible(elder, Elder.objects.all(), actor)
    derive_categories(actor=actor, on=clock.legal_day(at), at=at, elder_ids=[elder.pk])


def elder_create(**columns: Any) -> Elder:
    """Insert a row; refused if somebody registered the same ID number a moment ago."""
    _refuse_under_former_key(Elder(**columns))
    with _id_guarded():
        return Elder.objects.create(**columns)


def _refuse_under_former_key(elder: Elder) -> None:
    """While the index key is being replaced, the constraint does not see a number whose index is of the former key."""
    if elder.id_sealed is None or not pii.is_index_rotating():
        return
    number = pii.open_(elder.id_sealed, "resident-id")
    indexes = pii.blind_index_every([number], "resident-id")
    others = Elder.objects.exclude(status=Status.MERGED).exclude(pk=elder.pk)
    if others.filter(id_index__in=indexes, id_kind=elder.id_kind).exists():
        raise _id_taken()


def _id_taken() -> Conflict:
    return Conflict(
        "id-taken",
        _("A person with this ID number is on the register already."),
        field="id",
        remedy=_("Look for the other record; if it is the same person, merge the two."),
    )


@contextmanager
def _id_guarded() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "elder_id_once" not in str(error):
            raise
        raise _id_taken() from None


def columns_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that cleaned field values become: sealed with blind index, names with their spelling."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        field = FIELDS[name]
        if field.kind is Kind.SEALED:
            columns[f"{name}_sealed"] = pii.seal(value, field.pii_label) if value else None
            columns[f"{name}_index"] = pii.blind_index(value, field.pii_label) if value else None
        else:
            columns[name] = value
    if "name" in values:
        letters = spelling(values["name"])
        columns |= {"name_pinyin": letters.pinyin, "name_initials": letters.initials}
    return columns


def value_of(elder: Elder, name: str) -> Any:
    """A field's present value; sealed ones opened."""
    if FIELDS[name].kind is Kind.SEALED:
        sealed = getattr(elder, f"{name}_sealed")
        return pii.open_(sealed, FIELDS[name].pii_label) if sealed else ""
    return getattr(elder, name)


def shown(name: str, value: Any) -> Any:
    """A value as the change log and the audit trail may keep it: sealed ones masked, dates as text."""
    if FIELDS[name].kind is Kind.SEALED:
        return _MASKS[name](value) if value else ""
    return value.isoformat() if isinstance(value, date) else value


def sealed_copy(name: str, value: Any) -> bytes | None:
    """A sealed field's value for the side column of the change log; None for all others."""
    if FIELDS[name].kind is Kind.SEALED and value:
        return pii.seal(value, CHANGE_LABEL)
    return None

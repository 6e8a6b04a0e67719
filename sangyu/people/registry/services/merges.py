"""Merging two records of one person, and undoing it to the last byte."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events, pii
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.events import ElderMerged, ElderUnmerged
from sangyu.people.registry.models import (
    Contact,
    DuplicatePair,
    Elder,
    ElderCategory,
    Merge,
    Need,
    ResponsibleLink,
)
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.rules.fields import EDITABLE
from sangyu.people.registry.services import _image, _telling, _timeline
from sangyu.people.registry.services._rows import elder_save, value_of
from sangyu.people.registry.types import Evidence, PairDecision, Source, Status


@transaction.atomic
def elder_merge(
    *,
    actor: Actor,
    kept_id: int,
    merged_id: int,
    take: Sequence[str] = (),
    reason: str = "",
    at: datetime | None = None,
) -> Merge:
    """Merge one record into another; `take` names the fields whose value comes from the merged one.

    Contacts, responsibilities, needs and categories move over unless the kept record has the same already. The kept
    record counts from the earlier of the two days of registration. Both must lie in the actor's area.
    """
    if kept_id == merged_id or not set(take) <= set(EDITABLE):
        raise DomainError("bad-merge", _("Two different records are needed to merge."))
    at = at or clock.now()
    kept, merged = _both(actor, kept_id, merged_id)
    _ensure_mergeable(kept, merged)
    before = _image.take([kept.pk, merged.pk])
    merged_values = {field: value_of(merged, field) for field in take}
    merged.status, merged.merged_into = str(Status.MERGED), kept
    merged.version, merged.updated_at = merged.version + 1, at
    merged.save()
    today = clock.legal_day(at)
    evidence = Evidence(Source.MERGE, today, proof=f"{merged.ref}")
    occasion = _timeline.Occasion(actor, at, evidence, uuid.uuid4())
    for field, value in merged_values.items():
        _timeline.insert(kept, field, value, occasion)
    kept.registered_on = min(kept.registered_on, merged.registered_on)
    _move_hanging(kept, merged)
    elder_save(actor, kept, at)
    merge = Merge.objects.create(
        kept=kept,
        merged=merged,
        image={"before": before, "after": _image.digest(_image.take([kept.pk, merged.pk]))},
        reason=reason[:300],
        merged_at=at,
        **actor_values(actor),
    )
    _decide_pair(kept, merged, PairDecision.MERGED, actor, at)
    after = {"merged": str(merged.ref), "taken": list(take), "reason": reason}
    _telling.record(actor, audit_codes.MERGED, kept, after=after, at=at)
    events.publish(ElderMerged(kept.pk, merged.pk))
    return merge


@transaction.atomic
def merge_undo(*, actor: Actor, merge_id: int, at: datetime | None = None) -> Merge:
    """Put both records back exactly as they were; refused once either has been changed since."""
    at = at or clock.now()
    merge = Merge.objects.select_for_update().filter(pk=merge_id).first()
    kept = load(
        Elder.objects.select_for_update(),
        actor,
        rights.ELDER_MERGE,
        pk=merge.kept_id if merge else 0,
    )
    if merge is None or merge.undone_at is not None:
        raise Conflict(
            "merge-undone",
            _("This merge has been undone already."),
            remedy=_("Look at the record's history."),
        )
    ids = [merge.kept_id, merge.merged_id]
    if _image.digest(_image.take(ids)) != merge.image["after"]:
        raise Conflict(
            "changed-since-merge",
            _("The record was changed after the merge, and undoing it would lose that."),
            remedy=_("Undo those changes first, or register the second person anew."),
        )
    _image.restore(merge.image["before"], ids)
    merge.undone_at, merge.undone_by = at, actor.label
    merge.save(update_fields=["undone_at", "undone_by"])
    kept.refresh_from_db()
    _decide_pair(kept, merge.merged, PairDecision.OPEN, actor, at)
    _telling.record(
        actor, audit_codes.UNMERGED, kept, after={"merged": str(merge.merged.ref)}, at=at
    )
    events.publish(ElderUnmerged(merge.kept_id, merge.merged_id))
    return merge


def _both(actor: Actor, kept_id: int, merged_id: int) -> tuple[Elder, Elder]:
    """Both, locked in the order of their numbers, so that two merges never wait for each other."""
    found = {
        pk: load(Elder.objects.select_for_update(), actor, rights.ELDER_MERGE, pk=pk)
        for pk in sorted((kept_id, merged_id))
    }
    return found[kept_id], found[merged_id]


def _is_one_number(kept: Elder, merged: Elder) -> bool:
    """Equal indexes, or, while the index key is being replaced, equal numbers behind unequal ones."""
    if kept.id_index == merged.id_index:
        return True
    sealed = (kept.id_sealed, merged.id_sealed)
    if not pii.is_index_rotating() or None in sealed:
        return False
    one, other = pii.open_many(sealed, "resident-id")
    return one == other


def _ensure_mergeable(kept: Elder, merged: Elder) -> None:
    if Merge.objects.filter(merged=kept, undone_at__isnull=True).exists():
        raise Conflict("merged-away", _("This record has been merged into another itself."))
    resident = {"resident"}
    if {kept.id_kind, merged.id_kind} == resident and not _is_one_number(kept, merged):
        raise Conflict(
            "two-ids",
            _("The two records have different resident ID numbers, so they are two persons."),
            remedy=_("If one number is wrong, correct it first."),
        )


def _move_hanging(kept: Elder, merged: Elder) -> None:
    """What the kept record has already stays with the merged one."""
    contacts = Contact.objects.filter(elder=merged)
    if Contact.objects.filter(elder=kept, emergency_order__isnull=False).exists():
        contacts.update(elder=kept, emergency_order=None)
    else:
        contacts.update(elder=kept)
    open_kinds = list(
        Need.objects.filter(elder=kept, met_on__isnull=True).values_list("kind", flat=True)
    )
    Need.objects.filter(elder=merged).exclude(kind__in=open_kinds).update(elder=kept)
    for link in ResponsibleLink.objects.filter(elder=merged):
        same = ResponsibleLink.objects.filter(elder=kept, kind=link.kind, name=link.name)
        if not same.exists():
            ResponsibleLink.objects.filter(pk=link.pk).update(elder=kept)
    for row in ElderCategory.objects.filter(elder=merged):
        if not _overlapping(kept, row).exists():
            ElderCategory.objects.filter(pk=row.pk).update(elder=kept)


def _overlapping(kept: Elder, row: ElderCategory) -> Any:
    """The kept record's periods of the same category that would overlap."""
    condition = Q(ended_on__isnull=True) | Q(ended_on__gt=row.started_on)
    if row.ended_on is not None:
        condition &= Q(started_on__lt=row.ended_on)
    return ElderCategory.objects.filter(
        condition | Q(started_on=row.started_on), elder=kept, category=row.category
    )


def _decide_pair(
    kept: Elder, merged: Elder, decision: PairDecision, actor: Actor, at: datetime
) -> None:
    left, right = sorted((kept.pk, merged.pk))
    is_open = decision == PairDecision.OPEN
    DuplicatePair.objects.filter(left_id=left, right_id=right).update(
        decision=decision,
        decided_at=None if is_open else at,
        decided_by="" if is_open else actor.label,
    )

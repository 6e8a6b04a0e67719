"""Registering elders and changing their records, by the rules of field and source."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events, pii
from sangyu.kernel.access import ensure_still_visible, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.events import ElderRegistered
from sangyu.people.registry.models import Elder
from sangyu.people.registry.rules.fields import EDITABLE
from sangyu.people.registry.services import _evidence, _telling, _timeline
from sangyu.people.registry.services._derive import derive_categories
from sangyu.people.registry.services._judging import (
    checked_new,
    checked_with,
    judged,
    not_present,
    refuse_future,
)
from sangyu.people.registry.services._rows import (
    columns_of,
    elder_create,
    elder_for_change,
    elder_save,
    ensure_area,
    shown,
)
from sangyu.people.registry.types import ChangeOutcome, Evidence, Status


@transaction.atomic
def elder_register(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    evidence: Evidence,
    at: datetime | None = None,
) -> Elder:
    """Put a person on the register as of `evidence.effective_on`. `values` are plain field values (rules.fields)."""
    require(actor, rights.ELDER_EDIT)
    at, on = at or clock.now(), evidence.effective_on
    refuse_future(on, at)
    cleaned = checked_new(values, on)
    ensure_area(actor, cleaned["area_code"])
    columns = columns_of(cleaned)
    if not cleaned.get("id"):
        columns |= {"id_kind": "none", "id_sealed": None, "id_index": None}
    _ensure_id_is_free(actor, cleaned.get("id"), columns.get("id_kind", "resident"))
    elder = elder_create(
        **columns,
        registered_on=on,
        source=evidence.source,
        batch_id=evidence.batch_id,
        updated_at=at,
    )
    ensure_still_visible(elder, Elder.objects.all(), actor)
    derive_categories(actor=actor, on=clock.legal_day(at), at=at, elder_ids=[elder.pk])
    after = {name: shown(name, value) for name, value in cleaned.items()}
    after |= {"source": evidence.source, "registered_on": on}
    _telling.record(actor, audit_codes.REGISTERED, elder, after=after, at=at)
    events.publish(ElderRegistered(elder.pk, elder.area_code, on))
    return elder


@transaction.atomic
def elder_change(
    *,
    actor: Actor,
    elder_id: int,
    version: int | None,
    values: Mapping[str, Any],
    evidence: Evidence,
    at: datetime | None = None,
) -> ChangeOutcome:
    """Change fields as of a day: at once, or as a proposal, as the policy says for each field and this source.

    `version` is the one the editor saw (None: none was seen, as in an import). Fields that keep their value are left
    out. A community move within the actor's area is a change of `area_code`; beyond it, a transfer.
    """
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT, version=version)
    at, on = at or clock.now(), evidence.effective_on
    refuse_future(on, at)
    evidence = _evidence.kept(actor, elder, evidence, at)
    if elder.status != Status.PRESENT and evidence.source != "merge":
        raise not_present()
    given = {name: value for name, value in values.items() if name in EDITABLE}
    if set(values) - set(given):
        raise ValueError("Status fields change by their own services.")
    cleaned = checked_with(elder, given, on, clock.legal_day(at))
    verdict = judged(cleaned, evidence)
    if "area_code" in cleaned:
        ensure_area(actor, cleaned["area_code"])
    occasion = _timeline.Occasion(actor, at, evidence, uuid.uuid4())
    for field in verdict.proposed:
        _timeline.propose(elder, field, cleaned[field], occasion)
    applied = {
        field: _timeline.insert(elder, field, cleaned[field], occasion) for field in verdict.applied
    }
    applied = {field: pair for field, pair in applied.items() if pair[0] != pair[1]}
    if applied:
        elder_save(actor, elder, at)
        _telling.applied(actor, audit_codes.CHANGED, elder, applied, on=on, at=at)
    if verdict.proposed:
        _telling.proposed(actor, elder, {f: cleaned[f] for f in verdict.proposed}, occasion)
    return ChangeOutcome(
        elder.pk,
        elder.version,
        tuple(applied),
        verdict.proposed,
        str(occasion.group) if verdict.proposed else "",
    )


def _ensure_id_is_free(actor: Actor, number: str | None, kind: str) -> None:
    """Refuse an ID number that another standing record has; tell where only if the actor may see it."""
    if not number:
        return
    indexes = pii.blind_index_every([number], "resident-id")
    standing = Elder.objects.exclude(status=Status.MERGED)
    other = standing.filter(id_index__in=indexes, id_kind=kind).first()
    if other is None:
        return
    if Elder.objects.visible_to(actor).filter(pk=other.pk).exists():
        message = _("A person with this ID number is on your register already.")
        remedy = _("Open that record and change it instead.")
    else:
        message = _("A person with this ID number is on the register of another town.")
        remedy = _("Ask that town for a transfer.")
    raise Conflict("id-taken", message, field="id", remedy=remedy)

"""The categories of elders: derived by rule, declared with proof, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock, events
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.registry import audit_codes, policy, rights
from sangyu.people.registry.events import ElderChanged
from sangyu.people.registry.models import ElderCategory
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.services import _evidence, _telling
from sangyu.people.registry.services._derive import derive_categories
from sangyu.people.registry.services._judging import not_present, refuse_future
from sangyu.people.registry.services._rows import elder_for_change
from sangyu.people.registry.types import (
    CategoryCode,
    CategoryCounts,
    CategoryOrigin,
    Evidence,
    Status,
)

CATEGORIES = "categories"
"""What `ElderChanged` calls the categories: no field of the row, but a column of the dataset."""


@transaction.atomic
def categories_recompute(
    *, actor: Actor, on: date | None = None, at: datetime | None = None
) -> CategoryCounts:
    """Bring the derived categories of everybody in the actor's area up to a day (default today). Idempotent."""
    require(actor, rights.ELDER_EDIT)
    at = at or clock.now()
    on = on or clock.legal_day(at)
    counts = derive_categories(actor=actor, on=on, at=at)
    if counts != CategoryCounts(0, 0, 0):
        audit.record(
            actor,
            audit_codes.CATEGORY_DERIVED,
            kind="area",
            id=actor.area_code or "all",
            area_code=actor.area_code,
            label=_telling.area_label(actor),
            after={"on": on, **vars(counts)},
            at=at,
        )
    return counts


@transaction.atomic
def category_declare(
    *,
    actor: Actor,
    elder_id: int,
    category: str,
    evidence: Evidence,
    at: datetime | None = None,
) -> ElderCategory:
    """Declare a category from `evidence.effective_on`, with proof. An open derived one gives way."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    at, on = at or clock.now(), evidence.effective_on
    refuse_future(on, at)
    if elder.status != Status.PRESENT:
        raise not_present()
    rule = {entry.code: entry for entry in policy.categories()}.get(category)
    if rule is None or not rule.declarable:
        raise DomainError(
            "category-derived",
            _("This category follows from the record by rule and is not declared."),
            field="category",
            remedy=_("Correct the facts in the record that it follows from."),
        )
    evidence = _evidence.kept(actor, elder, evidence, at)
    if not (evidence.proof or evidence.proof_file):
        raise DomainError(
            "proof-missing",
            _("A declared category needs a proof."),
            field="proof",
            remedy=_("Name the paper that proves it, or attach a copy."),
        )
    _make_room(elder_id, category, on)
    row = ElderCategory.objects.create(
        elder=elder,
        category=category,
        origin=CategoryOrigin.DECLARED,
        started_on=on,
        source=evidence.source,
        proof=evidence.proof,
        proof_file=evidence.proof_file,
        clause=rule.clause,
        batch_id=evidence.batch_id,
        recorded_at=at,
        **actor_values(actor),
    )
    after = {"category": category, "from": on, "proof": evidence.proof}
    _telling.record(actor, audit_codes.CATEGORY_DECLARED, elder, after=after, at=at, clause=rule.clause)  # fmt: skip
    events.publish(ElderChanged(elder.pk, elder.area_code, (CATEGORIES,), on))
    return row


@transaction.atomic
def category_end(
    *,
    actor: Actor,
    elder_id: int,
    category_id: int,
    on: date,
    reason: str,
    at: datetime | None = None,
) -> ElderCategory:
    """End a declared category: the first day on which it no longer holds is `on`."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    at = at or clock.now()
    refuse_future(on, at)
    row: ElderCategory | None = (
        ElderCategory.objects.select_for_update().filter(elder=elder, pk=category_id).first()
    )
    if row is None or row.ended_on is not None or row.origin != CategoryOrigin.DECLARED:
        raise Conflict(
            "not-endable",
            _("This category has ended already, or follows from the record by rule."),
            remedy=_("Correct the facts in the record that it follows from."),
        )
    if on < row.started_on:
        raise DomainError(
            "end-before-start",
            _("The category would end before it began."),
            field="ended_on",
            remedy=_("Check the day."),
        )
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    _telling.record(
        actor, audit_codes.CATEGORY_ENDED, elder,
        {"category": row.category, "until": None},
        {"category": row.category, "until": on, "reason": reason}, at,
    )  # fmt: skip
    derive_categories(actor=actor, on=clock.legal_day(at), at=at, elder_ids=[elder.pk])
    events.publish(ElderChanged(elder.pk, elder.area_code, (CATEGORIES,), on))
    return row


def _make_room(elder_id: int, category: str, on: date) -> None:
    """No two periods of one category overlap: an open derived one ends (or goes), a declared one refuses."""
    rows = ElderCategory.objects.select_for_update().filter(elder_id=elder_id, category=category)
    for row in rows:
        if row.ended_on is not None and row.ended_on <= on:
            continue
        if row.origin == CategoryOrigin.DECLARED or (row.ended_on and row.started_on < on):
            raise Conflict(
                "category-overlaps",
                _("“%(category)s” is already in force on that day.")
                % {"category": CategoryCode(category).label},
                field="category",
                remedy=_("End the present one first, or choose a later day."),
            )
        if row.started_on < on:
            row.ended_on = on
            row.save(update_fields=["ended_on"])
        else:
            row.delete()


def categories_declare(
    *,
    actor: Actor,
    elder_ids: Sequence[int],
    category: str,
    evidence: Evidence,
    at: datetime | None = None,
) -> tuple[int, list[DomainError]]:
    """Declare one category for several people on one proof; how many, and why the others were refused.

    Each person is a transaction of their own: one who is refused does not keep the others from it.
    """
    done, refused = 0, []
    for elder_id in elder_ids:
        try:
            category_declare(
                actor=actor, elder_id=elder_id, category=category, evidence=evidence, at=at
            )
            done += 1
        except DomainError as error:
            refused.append(error)
    return done, refused

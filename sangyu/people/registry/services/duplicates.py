"""Finding records that may be one person: one statement over the whole area, again and again with the same result.

Reasons, with their score:

  same_number      the same number under another kind of paper                                             95
  same_name_birth  the same name, sex and birth date, and one of the two without a resident ID             80
  same_phone       the same phone, sex and sound of name, or all but one character of it, likewise         60

Two valid resident IDs that differ are two persons, however alike: in a city of a million elders there are hundreds
of pairs with the same name and birthday. The same community adds 10, the same household number 5.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock, events
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.events import DuplicatesSought, PairDecided
from sangyu.people.registry.models import DuplicatePair
from sangyu.people.registry.selectors.claims import TOWN
from sangyu.people.registry.services import _telling
from sangyu.people.registry.types import PairDecision

_PAIRS = """
    WITH standing AS NOT MATERIALIZED (  -- a stored one has no statistics: the joins below would be quadratic
        SELECT id, name, name_pinyin, sex, birth_date, id_kind, id_index, phone_index, area_code, household_no
        FROM registry_elder WHERE status <> 'merged'
    ), alike AS (
        SELECT a.id AS one, b.id AS other, 'same_number' AS reason, 95 AS score
        FROM standing AS a JOIN standing AS b ON b.id_index = a.id_index AND b.id_kind <> a.id_kind
        UNION ALL
        SELECT a.id, b.id, 'same_name_birth', 80
        FROM standing AS a JOIN standing AS b ON b.name = a.name AND b.birth_date = a.birth_date AND b.sex = a.sex
        WHERE a.id_kind <> 'resident'
        UNION ALL
        SELECT a.id, b.id, 'same_phone', 60
        FROM standing AS a JOIN standing AS b ON b.phone_index = a.phone_index AND b.sex = a.sex
        WHERE a.id_kind <> 'resident' AND (
            b.name_pinyin = a.name_pinyin
            OR (length(a.name) = length(b.name) AND length(a.name) > 2 AND left(a.name, 2) = left(b.name, 2))
            OR (length(a.name) = length(b.name) AND length(a.name) > 2
                AND left(a.name, 1) = left(b.name, 1) AND right(a.name, 1) = right(b.name, 1)))
    ), found AS (
        SELECT least(l.one, l.other) AS left_id, greatest(l.one, l.other) AS right_id,
               jsonb_agg(DISTINCT l.reason) AS reasons,
               least(100, max(l.score) + 10 * (a.area_code = b.area_code)::int
                     + 5 * (a.household_no <> '' AND a.household_no = b.household_no)::int) AS score
        FROM alike AS l JOIN standing AS a ON a.id = least(l.one, l.other)
                        JOIN standing AS b ON b.id = greatest(l.one, l.other)
        WHERE l.one <> l.other
          AND (starts_with(a.area_code, %(area)s) OR starts_with(b.area_code, %(area)s))
        GROUP BY 1, 2, a.area_code, b.area_code, a.household_no, b.household_no
    ), gone AS (
        DELETE FROM registry_duplicatepair AS p USING registry_elder AS a, registry_elder AS b
        WHERE p.decision = 'open' AND a.id = p.left_id AND b.id = p.right_id
          AND (starts_with(a.area_code, %(area)s) OR starts_with(b.area_code, %(area)s))
          AND NOT EXISTS (SELECT FROM found AS f WHERE f.left_id = p.left_id AND f.right_id = p.right_id)
        RETURNING p.right_id
    ), put AS (
    INSERT INTO registry_duplicatepair (left_id, right_id, score, reasons, found_at, decision, decided_by)
    SELECT left_id, right_id, score, reasons, %(at)s, 'open', '' FROM found
    ON CONFLICT (left_id, right_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
        WHERE registry_duplicatepair.decision = 'open'
          AND (registry_duplicatepair.score, registry_duplicatepair.reasons) <> (excluded.score, excluded.reasons)
    RETURNING (xmax = 0) AS is_new, right_id
    )
    SELECT t.is_new, left(e.area_code, %(town)s)
    FROM (SELECT is_new, right_id FROM put UNION ALL SELECT false, right_id FROM gone) AS t
    JOIN registry_elder AS e ON e.id = t.right_id"""


@transaction.atomic
def duplicates_find(*, actor: Actor, at: datetime | None = None) -> int:
    """Look for pairs of which at least one record lies in the actor's area; returns how many are new. Idempotent."""
    require(actor, rights.ELDER_MERGE)
    at = at or clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"area": actor.area_code, "at": at, "town": TOWN})
        found = cursor.fetchall()
    new = sum(bool(is_new) for is_new, _town in found)
    audit.record(
        actor,
        audit_codes.DUPLICATES_SOUGHT,
        kind="area",
        id=actor.area_code or "all",
        area_code=actor.area_code,
        label=_telling.area_label(actor),
        after={"new": new},
        at=at,
    )
    towns = sorted({str(town) for _is_new, town in found})
    if towns:
        events.publish(DuplicatesSought(tuple(towns)))
    return new


@transaction.atomic
def pair_distinct(*, actor: Actor, pair_id: int, at: datetime | None = None) -> DuplicatePair:
    """Two persons after all; the pair is not shown again."""
    pair: DuplicatePair = load(
        DuplicatePair.objects.select_for_update(of=("self",)), actor, rights.ELDER_MERGE, pk=pair_id
    )
    if pair.decision != PairDecision.OPEN:
        raise Conflict(
            "pair-decided",
            _("This pair has been decided already."),
            remedy=_("Go back to the list of duplicates."),
        )
    pair.decision, pair.decided_at = str(PairDecision.DISTINCT), at or clock.now()
    pair.decided_by = actor.label
    pair.save(update_fields=["decision", "decided_at", "decided_by"])
    audit.record(
        actor, audit_codes.PAIR_DISTINCT, kind="pair", id=pair.pk, at=at,
        after={"left": pair.left_id, "right": pair.right_id},
    )  # fmt: skip
    events.publish(PairDecided(pair.pk, pair.right.area_code[:TOWN]))
    return pair

"""Sealing: every entry written so far gets into a seal, chained to the one before.

Writers hold a shared advisory lock from their first entry to the end of their transaction (migration 0002). The
sealer asks for the same lock exclusively, waits only a moment (a bulk job may hold it for minutes; the next sealing
will come), reads the highest number and lets go: from then on no number up to it can appear any more. Hashing then
needs no lock against writers, only one against a second sealer.

First and last number are columns for people and for look-ups; the hash covers the full list of numbers.
"""

from __future__ import annotations

import logging
from datetime import datetime
from itertools import islice
from typing import cast

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from sangyu.kernel import clock
from sangyu.kernel.audit.canonical import GENESIS, entry_digests, pack_ids, seal_hash
from sangyu.kernel.audit.models import AuditEntry, AuditSeal

LOCK_KEY = 7_305_803_400_521
SEALER_KEY = LOCK_KEY + 1
WAIT_MILLISECONDS = 300
BATCH = 10_000
"""Entries per seal: 400 kB of numbers and digests."""

logger = logging.getLogger("sangyu.audit")


def seal(*, at: datetime | None = None) -> int:
    """Seal all finished entries; returns how many. 0 also if writers were busy: try again later."""
    until = _settled_number()
    if until is None:
        logger.info("sealing put off: writers are busy")
        return 0
    total = 0
    while count := _seal_batch(until, at or clock.now()):
        total += count
    return total


def _settled_number() -> int | None:
    """The highest number of all, once no transaction is left that holds a lower one; None if writers are busy."""
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {WAIT_MILLISECONDS}")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))
            highest = AuditEntry.objects.aggregate(top=Max("id"))["top"]
            return int(highest or 0)
    except OperationalError:
        return None


@transaction.atomic
def _seal_batch(until: int, at: datetime) -> int:
    """One seal over the next entries up to number `until`; 0 if none is left or another sealer is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (SEALER_KEY,))
        if not cast("tuple[bool]", cursor.fetchone())[0]:
            return 0
    last: AuditSeal | None = AuditSeal.objects.order_by("-number").first()
    end = _batch_end(last.last_entry if last else 0, until)
    if end is None:
        return 0
    entries = list(entry_digests(last.last_entry if last else 0, end))
    numbers = [number for number, _ in entries]
    row = AuditSeal(
        number=last.number + 1 if last else 1,
        sealed_at=at,
        first_entry=numbers[0],
        last_entry=numbers[-1],
        count=len(numbers),
        entry_ids=pack_ids(numbers),
        digests=b"".join(body for _, body in entries),
        previous_hash=bytes(last.hash) if last else GENESIS,
    )
    row.hash = hash_of(row)
    row.save(force_insert=True)
    # The log leaves the database, and so bears witness against whoever rewrites the whole chain.
    logger.info("audit seal %s:%s over %s entries", row.number, row.hash.hex(), row.count)
    return row.count


def _batch_end(after: int, until: int) -> int | None:
    rows = AuditEntry.objects.filter(id__gt=after, id__lte=until).order_by("id")
    numbers = rows.values_list("id", flat=True)[:BATCH]
    return max(islice(numbers, BATCH), default=None)


def hash_of(row: AuditSeal) -> bytes:
    """The hash that a seal with this content must carry."""
    return seal_hash(
        number=row.number,
        sealed_at=row.sealed_at,
        count=row.count,
        ids=bytes(row.entry_ids),
        digests=bytes(row.digests),
        previous=bytes(row.previous_hash),
    )


def head() -> tuple[int, str] | None:
    """The newest seal as an anchor to keep elsewhere: (number, hash)."""
    last = AuditSeal.objects.order_by("-number").values_list("number", "hash").first()
    return (last[0], bytes(last[1]).hex()) if last else None

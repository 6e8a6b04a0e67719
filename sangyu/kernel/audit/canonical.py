"""The canonical bytes of an entry, and the hash that binds entries and seals.

An entry's bytes are its line in PostgreSQL's text COPY format over `COLUMNS` (time in UTC, ISO), without its number
and without the line's end; its digest is their SM3 (GB/T 32905). So anybody with psql and openssl can check one:

    psql -AtXqc "SET timezone='UTC'; SET datestyle='ISO, YMD'; COPY (SELECT at, … FROM audit_auditentry WHERE id = 7)
    TO STDOUT" | head -c -1 | openssl dgst -sm3

The number is left out so that two entries that changed places are told from two that were changed; the seal binds
number and digest together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from struct import Struct

from django.db import connection

from sangyu.kernel.digests import sm3

COLUMNS = (
    "at, actor_kind, actor_label, account_id, membership_id, organisation_id, organisation_name, role, actor_area, "
    "action, object_kind, object_id, object_label, area_code, before, after, clause, purpose, request_id"
)
DIGEST_BYTES = 32
GENESIS = bytes(DIGEST_BYTES)
_NUMBER = Struct(">q")


def entry_digests(after: int, until: int | None) -> Iterator[tuple[int, bytes]]:
    """(number, digest) of every entry with after < number ≤ until (None: to the end), by number.

    Streams: the server writes the text, this process hashes it. Inside a transaction, whose time zone it sets.
    """
    upper = "" if until is None else f" AND id <= {int(until)}"
    query = f"SELECT id, {COLUMNS} FROM audit_auditentry WHERE id > {int(after)}{upper} ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'")
        with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
            for line in _lines(copy):
                number, _, body = line.partition(b"\t")
                yield int(number), sm3(body)


def _lines(blocks: Iterator[bytes | memoryview]) -> Iterator[bytes]:
    """Lines of a COPY stream; a line feed inside a value is written \\n, so each one here ends a row."""
    rest = b""
    for block in blocks:
        data = rest + bytes(block)
        *lines, rest = data.split(b"\n")
        yield from lines


def seal_hash(
    *, number: int, sealed_at: datetime, count: int, ids: bytes, digests: bytes, previous: bytes
) -> bytes:
    """The hash of a seal over everything it says."""
    stamp = sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    head = f"sangyu-audit-seal/1\n{number}\n{stamp}\n{count}\n{previous.hex()}\n".encode()
    return sm3(head + ids + digests)


def pack_ids(numbers: list[int]) -> bytes:
    """Entry numbers as 8 bytes each, big-endian."""
    return b"".join(map(_NUMBER.pack, numbers))


def unpack_ids(packed: bytes) -> list[int]:
    """The inverse of `pack_ids`; a rest that is not a whole number is ignored."""
    whole = len(packed) - len(packed) % _NUMBER.size
    return [number for (number,) in _NUMBER.iter_unpack(packed[:whole])]

"""How columns travel from PostgreSQL: small ones together in 64-bit words, so that a row has few fields.

Each field of a COPY costs both sides more than a few operations on integers; a row of 35 columns travels in some 14
fields and arrives almost twice as fast. A word has two halves of 32 bits. An integer or a date fills a half; listed
values (4 or 8 bits) and yes-or-no (2 bits) share one. Unpacking is vectorised. Nothing is lost: what cannot travel (a
listed value that the dataset does not list) arrives as the slot's highest number and is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import Column, Kind
from sangyu.insight.engines.errors import SnapshotError
from sangyu.insight.expressions.errors import say

# PostgreSQL's type numbers (pg_type.oid) that a column of each kind may come as.
INT2, INT4, INT8, NUMERIC = 21, 23, 20, 1700
SOURCE_TYPES = {
    Kind.BOOLEAN: {16},
    Kind.INTEGER: {INT2, INT4, INT8},
    Kind.DECIMAL: {NUMERIC, INT2, INT4, INT8},
    Kind.TEXT: {25, 1042, 1043},
    Kind.DATE: {1082},
    Kind.TAGS: {1009, 1015},
}
LONGEST_LIST = 60
HALF = 31
"""Bits of a half that slots may share; the sign stays out of it."""
_MISSING = -(2**31)
_LOW = 2**32 - 1
_EPOCH = "DATE '1970-01-01'"
# Scalars are made once: pyarrow looks for pandas anew each time it makes one, which costs more than the arithmetic.
_INT = {number: pa.scalar(number, pa.int32()) for number in (*range(256), _MISSING)}
_LOW_SCALAR = pa.scalar(_LOW, pa.int64())
_HALF_WORD = pa.scalar(32, pa.int64())
_NOTHING = pa.scalar(None, pa.int32())


@dataclass(frozen=True)
class Slot:
    """A column's place in a half: `bits` wide, from bit `shift`; `sql` is an int4."""

    column: Column
    bits: int
    sql: str
    shift: int = 0


Half = tuple[Slot, ...]


@dataclass(frozen=True)
class Plan:
    """How one dataset travels: words of a high and perhaps a low half, and the columns that travel alone."""

    words: tuple[tuple[Half, ...], ...]
    alone: tuple[Column, ...]
    order: tuple[str, ...]

    def select(self) -> str:
        """The SELECT list over a row that has the dataset's columns by name."""
        packed = [f'{_word_sql(word)} AS "#{number}"' for number, word in enumerate(self.words)]
        return ", ".join([*map(_alone_sql, self.alone), *packed])

    def unpack(self, table: pa.Table) -> pa.Table:
        """The dataset's columns, typed, from what has arrived."""
        found = {column.name: _alone(column, _one(table, column.name)) for column in self.alone}
        for number, word in enumerate(self.words):
            for half, values in zip(word, _halves(_one(table, f"#{number}")), strict=False):
                for slot in half:
                    found[slot.column.name] = _UNPACK[slot.column.kind](slot, _slot(values, slot))
        return pa.table({name: found[name] for name in self.order})


def plan(columns: Sequence[Column], types: Sequence[int]) -> Plan:
    """How these columns travel, given the types that PostgreSQL says they have."""
    slots: list[Slot] = []
    alone: list[Column] = []
    for column, oid in zip(columns, types, strict=True):
        if oid not in SOURCE_TYPES[column.kind]:
            message = say(
                _("The source gives another type for %(column)s than declared."), column=column.name
            )
            raise SnapshotError("snapshot-type", message)
        slot = _slot_for(column, oid)
        if slot is None:
            alone.append(column)
        else:
            slots.append(slot)
    return Plan(_paired(_filled(slots)), tuple(alone), tuple(column.name for column in columns))


def _slot_for(column: Column, oid: int) -> Slot | None:
    name = f'"{column.name}"'
    if column.kind is Kind.BOOLEAN:
        return Slot(column, 2, f"(CASE WHEN {name} THEN 2 WHEN {name} IS NULL THEN 0 ELSE 1 END)")
    if column.kind is Kind.DATE:
        return Slot(column, 32, f"coalesce({name} - {_EPOCH}, {_MISSING})")
    if column.kind is Kind.INTEGER and oid != INT8:
        return Slot(column, 32, f"coalesce({name}::int4, {_MISSING})")
    if column.kind is Kind.TEXT and 0 < len(column.values) <= LONGEST_LIST:
        bits = 4 if len(column.values) <= 14 else 8
        return Slot(column, bits, _code_sql(column, 2**bits - 1))
    return None


def _code_sql(column: Column, other: int) -> str:
    """The listed value's number; "" counts as missing, as Django keeps it, unless it is itself listed."""
    name = f'"{column.name}"'
    missing = name if "" in column.values else f"nullif({name}, '')"
    cases = " ".join(
        f"WHEN '{value.replace(chr(39), chr(39) * 2)}' THEN {number}"
        for number, value in enumerate(column.values, start=1)
    )
    rest = f"CASE WHEN {missing} IS NULL THEN 0 ELSE {other} END"
    return f"(CASE {name} {cases} ELSE {rest} END)"


def _filled(slots: list[Slot]) -> list[Half]:
    """Halves: those of one wide column first, then the shared ones, first fit."""
    wide: list[Half] = [(slot,) for slot in slots if slot.bits > HALF]
    shared: list[list[Slot]] = []
    for slot in sorted((s for s in slots if s.bits <= HALF), key=lambda each: -each.bits):
        for half in shared:
            used = half[-1].shift + half[-1].bits
            if used + slot.bits <= HALF:
                half.append(Slot(slot.column, slot.bits, slot.sql, used))
                break
        else:
            shared.append([slot])
    return [*wide, *map(tuple, shared)]


def _paired(halves: list[Half]) -> tuple[tuple[Half, ...], ...]:
    """Two halves to a word; shared ones, which need no mask, come low as far as they go."""
    count = (len(halves) + 1) // 2
    return tuple(
        (half, *halves[count + number : count + number + 1])
        for number, half in enumerate(halves[:count])
    )


def _word_sql(word: tuple[Half, ...]) -> str:
    high = f"({_half_sql(word[0])}::int8 << 32)"
    if len(word) == 1:
        return high
    mask = f" & {_LOW}" if word[1][0].bits > HALF else ""
    return f"({high} | ({_half_sql(word[1])}::int8{mask}))"


def _half_sql(half: Half) -> str:
    parts = [f"({slot.sql} << {slot.shift})" if slot.shift else slot.sql for slot in half]
    return f"({' | '.join(parts)})"


def _alone_sql(column: Column) -> str:
    name = f'"{column.name}"'
    if column.kind is Kind.DECIMAL:
        return f"({name} * {10**column.scale})::int8 AS {name}"
    return f"{name}::int8 AS {name}" if column.kind is Kind.INTEGER else name


def _one(table: pa.Table, name: str) -> pa.Array:
    return table.column(name).combine_chunks()


def _halves(words: pa.Array) -> tuple[pa.Array, pa.Array]:
    high = pc.shift_right(words, _HALF_WORD).cast(pa.int32())
    low = pc.bit_wise_and(words, _LOW_SCALAR).cast(pa.int32(), safe=False)
    return high, low


def _slot(values: pa.Array, slot: Slot) -> pa.Array:
    if slot.bits > HALF:
        return _known(values, _INT[_MISSING])
    shifted = pc.shift_right(values, _INT[slot.shift]) if slot.shift else values
    return _known(pc.bit_wise_and(shifted, _INT[2**slot.bits - 1]), _INT[0])


def _known(values: pa.Array, missing: pa.Scalar) -> pa.Array:
    return pc.if_else(pc.equal(values, missing), _NOTHING, values)


def _boolean(slot: Slot, values: pa.Array) -> pa.Array:
    return pc.equal(values, _INT[2])


def _date(slot: Slot, values: pa.Array) -> pa.Array:
    return values.cast(pa.date32())


def _integer(slot: Slot, values: pa.Array) -> pa.Array:
    return values


def _code(slot: Slot, values: pa.Array) -> pa.Array:
    highest = pc.max(values).as_py()
    if highest is not None and highest > len(slot.column.values):
        raise _unlisted(slot.column)
    codes = pc.subtract(values, _INT[1]).cast(pa.int8())
    return pa.DictionaryArray.from_arrays(codes, pa.array(list(slot.column.values), pa.string()))


_UNPACK = {Kind.BOOLEAN: _boolean, Kind.DATE: _date, Kind.INTEGER: _integer, Kind.TEXT: _code}


def _alone(column: Column, values: pa.Array) -> pa.Array:
    if column.kind.is_number:
        return _number(column, values)
    if not column.values:
        return values
    flat = values.flatten() if column.kind is Kind.TAGS else values
    if set(pc.unique(flat).to_pylist()) - set(column.values) - {None, ""}:
        raise _unlisted(column)
    if column.kind is Kind.TAGS:
        return values
    if "" not in column.values:
        values = pc.if_else(pc.equal(values, ""), pa.scalar(None, values.type), values)
    return values.dictionary_encode()


def _number(column: Column, values: pa.Array) -> pa.Array:
    """Scaled integers as DECIMAL, after a look whether they are as narrow as declared (SQL is compiled on that)."""
    ends = pc.min_max(values).as_py()
    if ends["min"] is not None and max(-ends["min"], ends["max"]) >= 10**column.digits:
        message = say(
            _("%(column)s holds a number of more than %(digits)s digits."),
            column=column.name,
            digits=column.digits,
        )
        raise SnapshotError("snapshot-digits", message)
    if column.kind is Kind.INTEGER:
        return values
    wide = values.cast(pa.decimal128(19, 0))
    kind = pa.decimal128(column.digits, column.scale)
    return pa.Array.from_buffers(kind, len(wide), wide.buffers(), wide.null_count, wide.offset)


def _unlisted(column: Column) -> SnapshotError:
    """Counting what nobody has named would hide it; so it stops the snapshot. The value itself is not told."""
    message = say(_("%(column)s holds a value that the dataset does not list."), column=column.name)
    remedy = _("Add the value to the column's list, or mend the records.")
    return SnapshotError("snapshot-unlisted", message, remedy=remedy)

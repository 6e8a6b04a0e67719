"""Papers made worse: cut, doubled, swapped, with foreign bytes. The only chance in it is seeded."""

from __future__ import annotations

from random import Random

_FOREIGN = (
    "（",
    "）",
    "|",
    "\t",
    "\n\n",
    "葡京娱乐",
    "<script>x()</script>",
    "序号",
    "1.",
    "（一）",
    "责任单位：",
    "\u202e",
    "\u0301",
    "每年1次",
)


def mutated(data: bytes, random: Random) -> bytes:
    """One to six changes of one paper."""
    for _ in range(random.randint(1, 6)):
        data = random.choice((_cut, _double, _swap, _inject, _flip))(data, random)
    return data or b"-"


def _cut(data: bytes, random: Random) -> bytes:
    start, end = _two(data, random)
    return data[:start] + data[end:]


def _double(data: bytes, random: Random) -> bytes:
    start, end = _two(data, random)
    return data[:end] + data[start:end] + data[end:]


def _swap(data: bytes, random: Random) -> bytes:
    a, b = _two(data, random)
    c, d = sorted((random.randint(b, len(data)), random.randint(b, len(data))))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _inject(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    piece = random.choice(_FOREIGN).encode() * random.choice((1, 1, 1, 40))
    return data[:at] + piece + data[at:]


def _flip(data: bytes, random: Random) -> bytes:
    at = random.randrange(max(1, len(data)))
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _two(data: bytes, random: Random) -> tuple[int, int]:
    """Two places not too far apart."""
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.randint(0, 400))

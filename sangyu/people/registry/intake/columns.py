"""Which field a column means: by its name, by the line above it, by what stands in it.

Names are compared without blanks, brackets' contents, numbers in front and words such as 老人. What the user decides
is remembered under the signature of the header.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sangyu.kernel.text import to_half_width, without_blanks
from sangyu.people.registry.intake.fields import FIELDS, policy

_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_NUMBERING = re.compile(
    r"^(?:[0-9]{1,2}[.、]|[((][一二三四五六七八九十0-9]+[))]|[一二三四五六七八九十]+、)"
)
_PREFIX = re.compile(r"^(?:老年人|老人|本人|对象|人员|居民)的?(?=.)")
_MARKS = "*:;、,。.?“”\"'"
SAMPLE_SHARE = 0.6
"""A column is known by its content when this share of its filled cells look alike."""


@dataclass(frozen=True)
class Column:
    """A column of the file: its place from 0, the label in the header, and the label above that, if there is one."""

    index: int
    label: str
    group: str = ""


@dataclass(frozen=True)
class Suggestion:
    """The field that a column seems to mean ("" if unknown) and how it was found: name, content, memory, none."""

    column: Column
    field: str
    how: str


def plain(label: str) -> str:
    """A label without what differs between forms of the same column."""
    text = without_blanks(to_half_width(label)).lower()
    return _NUMBERING.sub("", text).strip(_MARKS)


def field_of(label: str, group: str = "") -> str:
    """The field of a label under an upper label; "" if unknown."""
    topic = _topic(group)
    own = _field_by_name(label)
    if topic == "other":
        return "ignore" if own else ""
    if topic in {"contact", "hukou", "bank"}:
        return str(
            policy("columns")["grouped"][topic].get(
                own, own if own not in {"name", "phone"} else ""
            )
        )
    return own


def suggest(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> list[Suggestion]:
    """A field for each column, no field twice; names first, then the content of the columns left."""
    found: dict[int, Suggestion] = {}
    taken: set[str] = set()
    for column in columns:
        field = _beside(field_of(column.label, column.group), column, found, taken)
        if field and (field == "ignore" or field not in taken):
            found[column.index] = Suggestion(column, field, "name")
            taken.add(field)
    for column in columns:
        if column.index in found:
            continue
        field = _field_by_content([row[column.index] for row in samples if column.index < len(row)])
        if field and field not in taken:
            found[column.index] = Suggestion(column, field, "content")
            taken.add(field)
    return [found.get(column.index, Suggestion(column, "", "none")) for column in columns]


def remembered(columns: Sequence[Column], choice: dict[str, str]) -> list[Suggestion]:
    """The fields that the user chose last time for the same header; `choice` maps the column's place to a field."""
    return [Suggestion(column, choice.get(str(column.index), ""), "memory") for column in columns]


def signature(columns: Iterable[Column]) -> str:
    """The same for two files with the same header."""
    text = "\n".join(
        f"{column.index}\t{plain(column.group)}\t{plain(column.label)}" for column in columns
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _beside(field: str, column: Column, found: dict[int, Suggestion], taken: set[str]) -> str:
    """A second 联系电话 just after 紧急联系人 is the contact's; a second 姓名 the contact's name."""
    neighbours = {
        found[index].field for index in range(column.index - 3, column.index) if index in found
    }
    if field == "phone" and ("phone" in taken or "contact_relation" in neighbours):
        is_contact = neighbours & {"contact_name", "contact_relation"}
        return "contact_phone" if is_contact else field
    return field


def _topic(group: str) -> str:
    text = plain(group)
    if not text:
        return ""
    topics = policy("columns")["groups"]
    for topic in ("other", "contact", "hukou", "bank", "residence"):
        if any(word in text for word in topics[topic]):
            return topic
    return ""


@lru_cache(maxsize=4096)
def _field_by_name(label: str) -> str:
    text = plain(label)
    names = _names()
    for form in (text, _BRACKETS.sub("", text), _PREFIX.sub("", _BRACKETS.sub("", text))):
        if form in names:
            return names[form]
    return ""


@cache
def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for field, aliases in policy("columns")["fields"].items():
        for alias in (*aliases, str(FIELDS[field].label)):
            table.setdefault(plain(alias), field)
    return table


@cache
def _people() -> frozenset[str]:
    return frozenset(
        word for words in policy("words")["codes"]["ethnicity"].values() for word in words
    )


_Test = Callable[[str], object]
_BY_CONTENT: tuple[tuple[str, _Test], ...] = (
    ("id", re.compile(r"[1-9]\d{5}(?:\d{2})?\d{2}[01]\d[0-3]\d\d{3}[\dXx]?").fullmatch),
    ("phone", re.compile(r"1[3-9]\d{9}").fullmatch),
    ("sex", re.compile(r"[男女]性?").fullmatch),
    (
        "birth_date",
        re.compile(r"(?:19|20)\d\d([-/.年]\d{1,2}[-/.月]\d{1,2}日?|[01]\d[0-3]\d)").fullmatch,
    ),
    ("ethnicity", lambda text: text in _people()),
    ("bank", re.compile(r"62\d{14,17}").fullmatch),
    ("name", re.compile(r"[\u4e00-\u9fff·]{2,4}").fullmatch),
)


def _field_by_content(cells: Iterable[str]) -> str:
    filled = [without_blanks(to_half_width(cell)) for cell in cells if cell]
    if len(filled) < 2:
        return ""
    hits: Counter[str] = Counter()
    for cell in filled:
        for field, fits in _BY_CONTENT:
            if fits(cell):
                hits[field] += 1
                break
    field, count = hits.most_common(1)[0] if hits else ("", 0)
    if field == "name" and len(set(filled)) < len(filled) * SAMPLE_SHARE:
        return ""  # words that repeat are codes, not names
    return field if count >= len(filled) * SAMPLE_SHARE else ""

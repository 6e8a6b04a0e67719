"""One cell to one value, or to the problem that keeps it out. Pure: no database, no clock.

A value is what the registry's column takes (codes, ISO dates, digits); an empty cell is None and never erases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sangyu.kernel import ids
from sangyu.kernel.text import to_half_width, without_blanks
from sangyu.people.registry.intake.dates import UncertainDate, parse_date
from sangyu.people.registry.intake.fields import Field, Kind, policy
from sangyu.people.registry.intake.problems import CellProblem, mask_numbers

Value = str | int | bool | list[str] | None
REMEMBERED = 20_000
"""Different cells of one column that are kept with their readings; lists repeat codes, dates and areas."""
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=@\uff1d\uff20]|[+\uff0b-](?=.*[A-Za-z(!|])|\|")
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"))
_E_NOTATION = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}|#{2,}")
_SPLIT = re.compile(r"[、,，;；/|+\s]+")
_PHONES = re.compile(r"[、,，;；/|\n]|\s{2,}|\s(?=1[3-9]\d{9})")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LAND_LINE = re.compile(r"0\d{2,3}\d{7,8}|[2-8]\d{6,7}")
_NAME = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff\u3007]+(?:·[\u3400-\u9fff\u3007]+)*|[A-Za-z][A-Za-z .'-]*"
)
_BAD_ID = {
    "resident-id-spreadsheet-number": "id.spreadsheet",
    "resident-id-length": "id.length",
    "resident-id-character": "id.character",
    "resident-id-area": "id.area",
    "resident-id-demo": "id.demo",
    "resident-id-check": "id.check",
}


@dataclass(frozen=True)
class Reading:
    """A value and what is to be said about it. A fatal problem comes without a value."""

    value: Value = None
    problem: CellProblem | None = None


@dataclass(frozen=True)
class Basis:
    """What readings depend on: the day, whether made-up people are allowed (a demonstration), the greatest age."""

    on: date
    demo: bool
    max_age: int


Reader = Callable[[str], Reading]
EMPTY = Reading()


def reader_of(field: Field, basis: Basis) -> Reader:
    """The reader of a field's cells. One per column and run: it remembers what it has read."""
    known: dict[str, Reading] = {"": EMPTY}

    def read(text: str) -> Reading:
        found = known.get(text)
        if found is None:
            found = _read(text, field, basis)
            if len(known) < REMEMBERED:
                known[text] = found
        return found

    return read


def refusal(code: str, field: Field, text: str, **params: object) -> Reading:
    """A fatal problem, its value masked."""
    return Reading(None, CellProblem(code, field.code, _shown(field, text), params=params))


def _remark(value: Value, code: str, field: Field, text: str) -> Reading:
    return Reading(value, CellProblem(code, field.code, _shown(field, text), is_fatal=False))


def _shown(field: Field, text: str) -> str:
    if field.kind is Kind.ID:
        number = ids.normalise(text)
        if len(number) in (15, 18):
            return ids.mask_resident_id(number)
    return mask_numbers(_CONTROL.sub("�", text))


def _read(text: str, field: Field, basis: Basis) -> Reading:
    cleaned = text.translate(_INVISIBLE).strip().lstrip("'‘’").strip()
    if not cleaned:
        return EMPTY
    code = _harm(cleaned, field)
    if code:
        return refusal(code, field, cleaned, limit=field.limit)
    return _READERS[field.kind](cleaned, field, basis)


def _harm(text: str, field: Field) -> str:
    """The code of what no column may hold; "" if there is none."""
    if field.kind is Kind.IGNORE:
        return ""
    if _CONTROL.search(text):
        return "cell.control"
    if text in _ERRORS:
        return "cell.error"
    if len(text) > field.limit:
        return "cell.long"
    return "cell.formula" if _FORMULA.match(text) else ""


def _is_blank(text: str) -> bool:
    return text.lower() in _words("blank")["words"]


def _name(text: str, field: Field, _basis: Basis) -> Reading:
    name = re.sub(r"[•・‧∙\uff0e.](?=[\u3400-\u9fff])", "·", to_half_width(text))
    name = " ".join(name.split()) if name[0].isascii() else without_blanks(name)
    if _is_blank(text):
        return EMPTY
    if name.lower() in _words("placeholders")["names"]:
        return refusal("name.placeholder", field, text)
    bare = re.sub(r"\([^)]*\)$", "", name)  # 张桂英(大)
    if not _NAME.fullmatch(bare):
        return refusal("name.digits", field, text)
    if len(bare) < 2:
        return refusal("name.short", field, text)
    return Reading(name)


def _id(text: str, field: Field, basis: Basis) -> Reading:
    if _is_blank(text):
        return EMPTY
    try:
        found = ids.resident_id_parse(text, on=basis.on, demo=basis.demo)
    except ids.BadIdentifier as error:
        number = ids.normalise(text)
        code = _BAD_ID.get(error.code, "id.birth")
        if code == "id.check" and number.endswith("000"):
            code = "id.cut"
        return refusal(code, field, text, length=len(number), position=error.position or 0)
    for remark in found.warnings:
        if remark.code == "resident-id-century":
            return _remark(found.number, "id.century", field, text)
    return (
        _remark(found.number, "id.legacy", field, text)
        if found.was_legacy
        else Reading(found.number)
    )


def _date(text: str, field: Field, basis: Basis) -> Reading:
    if _is_blank(text):
        return EMPTY
    try:
        day = parse_date(text)
    except UncertainDate as error:
        return refusal(error.code, field, text)
    if day > basis.on:
        return refusal("date.future", field, text)
    if day.year < basis.on.year - basis.max_age:
        return refusal("date.ancient", field, text)
    return Reading(day.isoformat())


def _phone(text: str, field: Field, _basis: Basis) -> Reading:
    if _is_blank(text):
        return EMPTY
    numbers = [_phone_digits(part) for part in _PHONES.split(to_half_width(text)) if part.strip()]
    if not numbers or not (_MOBILE.fullmatch(numbers[0]) or _LAND_LINE.fullmatch(numbers[0])):
        return refusal("phone.unreadable", field, text)
    return (
        _remark(numbers[0], "phone.second", field, text)
        if len(numbers) > 1
        else Reading(numbers[0])
    )


def _phone_digits(text: str) -> str:
    digits = re.sub(r"[\s()\-—\u2013.]|\.0$", "", text)
    return re.sub(r"^(?:\+|00)?86(?=1[3-9]\d{9}$)", "", digits)


def _card(text: str, field: Field, _basis: Basis) -> Reading:
    if _is_blank(text):
        return EMPTY
    number = re.sub(r"[\s\-—]", "", to_half_width(text))
    if _E_NOTATION.fullmatch(number):
        return refusal("card.spreadsheet", field, text)
    if not re.fullmatch(r"\d{12,19}", number):
        return refusal("card.unreadable", field, text)
    if number.startswith("62") and len(number) >= 16 and not _luhn(number):
        return _remark(number, "card.check", field, text)
    return Reading(number)


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(number))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _text(text: str, _field: Field, _basis: Basis) -> Reading:
    return EMPTY if _is_blank(text) else Reading(" ".join(to_half_width(text).split()))


def _code(text: str, field: Field, _basis: Basis) -> Reading:
    table = _code_table(field.code)
    plain = without_blanks(to_half_width(text)).lower()
    code = table.get(plain) or table.get(plain.removesuffix(".0"))
    if code is None and _is_blank(text):
        return EMPTY
    if code is None:
        known = "、".join(words[0] for words in policy("words")["codes"][field.code].values())
        short = known if len(known) < 120 else known[:118] + "…"
        return refusal("code.unknown", field, text, known=short)
    return Reading(int(code) if field.code in {"ability_level", "disability_grade"} else code)


def _sex(text: str, field: Field, basis: Basis) -> Reading:
    return _code(text, field, basis)


def _flag(text: str, field: Field, _basis: Basis) -> Reading:
    plain = without_blanks(to_half_width(text)).lower().removesuffix(".0")
    words = _words("yes")
    if plain in words["yes"] or plain in _category_table():
        return Reading(value=True)
    if plain in words["no"]:
        return Reading(value=False)
    return EMPTY if _is_blank(text) else refusal("yes.unknown", field, text)


def _categories(text: str, field: Field, _basis: Basis) -> Reading:
    if _is_blank(text):
        return EMPTY
    table, found = _category_table(), []
    for word in _SPLIT.split(to_half_width(text)):
        code = table.get(word)
        if word and code is None and not _is_blank(word) and word not in {"普通", "一般", "正常"}:
            return refusal("category.unknown", field, text, word=mask_numbers(word))
        if code:
            found.append(code)
    return Reading(list(dict.fromkeys(found)))


def _ignored(_text: str, _field: Field, _basis: Basis) -> Reading:
    return EMPTY


def _area(text: str, _field: Field, _basis: Basis) -> Reading:
    """Kept as text: town, community and code are read together by `places`."""
    return EMPTY if _is_blank(text) else Reading(text)


_READERS: Mapping[Kind, Callable[[str, Field, Basis], Reading]] = {
    Kind.NAME: _name,
    Kind.ID: _id,
    Kind.SEX: _sex,
    Kind.DATE: _date,
    Kind.PHONE: _phone,
    Kind.CARD: _card,
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.FLAG: _flag,
    Kind.CATEGORIES: _categories,
    Kind.AREA: _area,
    Kind.IGNORE: _ignored,
}


@cache
def _words(section: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in policy("words")[section].items()}


@cache
def _code_table(field: str) -> dict[str, str]:
    """Word → code; a code names itself unless it is a word of another."""
    table: dict[str, str] = {}
    for code, words in policy("words")["codes"][field].items():
        for word in words:
            table.setdefault(word.lower(), code)
    for code in policy("words")["codes"][field]:
        table.setdefault(code, code)
    return table


@cache
def _category_table() -> dict[str, str]:
    return {word: code for code, words in policy("words")["category"].items() for word in words}

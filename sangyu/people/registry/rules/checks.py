"""Whether the values of an elder can be true: each finding names the field, the value's fault and the remedy.

Values come in plain (`id`, `phone`, `bank` as text) and leave cleaned: half-width, without stray blanks, with birth
date and sex read from the resident ID where they were left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import ids
from sangyu.kernel.errors import DomainError, Problem, Text
from sangyu.kernel.text import to_half_width, without_blanks
from sangyu.people.registry import types
from sangyu.people.registry.policy import RegisterPolicy, codes
from sangyu.people.registry.rules.fields import FIELDS, Kind

Values = Mapping[str, Any]
_AREA = re.compile(r"\d{9}|\d{12}")
_WIDE_AREA = re.compile(r"(\d{6}|\d{9}|\d{12})?")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}[1-9]\d{6,7}|[2-8]\d{6,7}")
_BANK = re.compile(r"\d{12,19}")
_NOT_A_PHONE = gettext_lazy("This is not a phone number.")
_PHONE_REMEDY = gettext_lazy("A mobile number has 11 digits; a landline begins with its area code.")
_RANGES = {"ability_level": (0, 4), "disability_grade": (1, 4)}


@dataclass
class Checked:
    """Cleaned values, and what is wrong with them. `problems` refuse, `remarks` only tell."""

    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def refuse(self, name: str, message: Text, remedy: Text = "", *, shown: str = "") -> None:
        """Add a problem. Sealed values are never shown."""
        self.problems.append(Problem("", name, shown, message, remedy))


def check(values: Values, *, on: date, policy: RegisterPolicy, is_new: bool = False) -> Checked:
    """Clean and check the given values, together as far as they depend on each other."""
    unknown = values.keys() - FIELDS.keys()
    if unknown:
        raise ValueError(f"The register has no field {', '.join(sorted(unknown))}.")
    checked = Checked({name: _plain(name, value) for name, value in values.items()})
    for name in tuple(checked.values):
        _CHECKS[FIELDS[name].kind](checked, name)
    _check_id(checked, on)
    _check_birth(checked, on, policy)
    if is_new:
        _check_complete(checked)
    return checked


def _plain(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if FIELDS[name].kind is Kind.TEXT and name != "area_code":
        return " ".join(to_half_width(value).split()) if name != "name" else _name(value)
    if name == "phone":
        return _phone(value)
    return without_blanks(to_half_width(value))


def _phone(value: str) -> str:
    return re.sub(r"[-()]", "", without_blanks(to_half_width(value))).removeprefix("+86")


def phone_checked(value: str) -> str:
    """A phone number, cleaned; raises if it is none ("" stays "")."""
    plain = _phone(value)
    if plain and not _PHONE.fullmatch(plain):
        raise DomainError("bad-phone", _NOT_A_PHONE, field="phone", remedy=_PHONE_REMEDY)
    return plain


def _name(value: str) -> str:
    """Blanks between Chinese characters go (张 三 → 张三), between letters one stays; the dot of long names is ·."""
    text = " ".join(value.replace("•", "·").replace("・", "·").split())
    return text if text.isascii() else text.replace(" ", "")


def _check_text(checked: Checked, name: str) -> None:
    value, limit = checked.values[name] or "", FIELDS[name].length
    checked.values[name] = value
    if len(value) > limit:
        checked.refuse(name, _("The text is too long."), _("Shorten it."), shown=value[:20] + "…")
    elif name == "name" and not value:
        checked.refuse(name, _("The name is missing."), _("Enter the name as on the ID card."))
    elif name == "name" and any(char.isdigit() for char in value):
        checked.refuse(
            name, _("A name has no digits."), _("Enter the name as on the ID card."), shown=value
        )
    elif name == "area_code" and not _AREA.fullmatch(value):
        checked.refuse(
            name, _("This is not the code of a town or community."), _("Choose the community."), shown=value
        )  # fmt: skip
    elif name == "hukou_area_code" and not _WIDE_AREA.fullmatch(value):
        checked.refuse(name, _("This is not an area code."), _("Choose the area."), shown=value)


def _check_code(checked: Checked, name: str) -> None:
    value, spec = checked.values[name] or "", FIELDS[name]
    checked.values[name] = value
    if spec.code_list:
        known = value == "" or value in codes(spec.code_list)
    else:
        known = value in getattr(types, spec.choices).values or (
            name == "left_reason" and not value
        )
    if not known:
        _refuse_code(checked, name)


def _refuse_code(checked: Checked, name: str) -> None:
    checked.refuse(
        name,
        _("This value is not in the list."),
        _("Choose one of the list."),
        shown=str(checked.values[name]),
    )


def _check_date(checked: Checked, name: str) -> None:
    value = checked.values[name]
    if value is not None and not isinstance(value, date):
        checked.refuse(name, _("This is not a date."), _("Write it as 1950-05-01."), shown=str(value))  # fmt: skip
        checked.values[name] = None


def _check_number(checked: Checked, name: str) -> None:
    value = checked.values[name]
    low, high = _RANGES[name]
    if value is not None and not (isinstance(value, int) and low <= value <= high):
        _refuse_code(checked, name)


def _check_sealed(checked: Checked, name: str) -> None:
    value = checked.values[name] or ""
    checked.values[name] = value
    if name == "phone" and value and not _PHONE.fullmatch(value):
        checked.refuse(
            name,
            _NOT_A_PHONE,
            _PHONE_REMEDY,
        )
    elif name == "bank" and value and not _BANK.fullmatch(value):
        checked.refuse(name, _("This is not a bank account number."), _("It has 12 to 19 digits."))


_CHECKS: dict[Kind, Callable[[Checked, str], None]] = {
    Kind.TEXT: _check_text,
    Kind.CODE: _check_code,
    Kind.DATE: _check_date,
    Kind.NUMBER: _check_number,
    Kind.SEALED: _check_sealed,
}


def _check_id(checked: Checked, on: date) -> None:
    """The resident ID is whole, and birth date and sex agree with it (left out, they are read from it)."""
    number, kind = checked.values.get("id"), checked.values.get("id_kind")
    if kind == types.IdKind.NONE and number:
        checked.refuse("id", _("There is a number, but no paper is named."), _("Choose the paper."))
    if kind in {types.IdKind.RESIDENT, types.IdKind.OTHER} and number == "":
        checked.refuse("id", _("The ID number is missing."), _("Enter it, or choose “No paper”."))
    if not number or kind == types.IdKind.OTHER:
        return
    try:
        parsed = ids.resident_id_parse(number, on=on)
    except ids.BadIdentifier as error:
        checked.refuse("id", error.message, error.remedy)
    else:
        _agree_with_id(checked, parsed)


def _agree_with_id(checked: Checked, parsed: ids.ResidentId) -> None:
    values = checked.values
    values["id"] = parsed.number
    values.setdefault("id_kind", str(types.IdKind.RESIDENT))
    if values.get("birth_date") is None:
        values["birth_date"] = parsed.birth_date
    elif values["birth_date"] != parsed.birth_date:
        checked.refuse(
            "birth_date",
            _("The date of birth and the ID number disagree."),
            _("Correct the one that is wrong."),
            shown=str(values["birth_date"]),
        )
    if values.get("sex") in {None, types.Sex.UNKNOWN, types.Sex.UNSTATED}:
        values["sex"] = str(parsed.sex)
    elif values["sex"] != parsed.sex:
        checked.refuse("sex", _("The sex and the ID number disagree."), _("Correct one of them."))


def _check_birth(checked: Checked, on: date, policy: RegisterPolicy) -> None:
    born = checked.values.get("birth_date")
    if born is None:
        return
    age = age_on(born, on)
    if born > on or age > policy.plausible_age:
        checked.refuse(
            "birth_date", _("This date of birth cannot be."), _("Check the year."), shown=str(born)
        )
    elif age < policy.minimum_age:
        checked.refuse(
            "birth_date",
            _("Not yet %(age)s years old, so not on this register.") % {"age": policy.minimum_age},
            _("Register the person from their birthday on."),
            shown=str(born),
        )


def _check_complete(checked: Checked) -> None:
    known_faults = {problem.field for problem in checked.problems}
    for name, message in (
        ("name", _("The name is missing.")),
        ("birth_date", _("The date of birth is missing.")),
        ("area_code", _("The community is missing.")),
    ):
        if not checked.values.get(name) and name not in known_faults:
            checked.refuse(name, message, _("Fill it in."))


def age_on(born: date, on: date) -> int:
    """Full years of age (周岁); it rises on the birthday, for 29 February on 1 March of common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

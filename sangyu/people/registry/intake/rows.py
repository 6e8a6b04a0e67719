"""One row of a list to one draft of a person: its cells read, its fields agreed with each other. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sangyu.kernel import ids
from sangyu.people.registry import types
from sangyu.people.registry.intake.fields import FIELDS, Kind, policy
from sangyu.people.registry.intake.places import AreaBook
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.intake.values import Basis, Reader, Reading, reader_of
from sangyu.people.registry.policy import categories
from sangyu.people.registry.rules.checks import age_on
from sangyu.people.registry.rules.names import spelling

SECRETS = ("id", "phone", "bank", "contact_phone")
_OTHER_NUMBER = re.compile(r"[A-Z0-9()\-]{5,30}")
_AREA_FIELDS = ("town", "community", "area_code")
_FLAGS = {code: spec.category for code, spec in FIELDS.items() if spec.category}
_SEXES = {"1": "男", "2": "女"}


@dataclass
class Draft:
    """A row read: plain values, values to be sealed, and everything that is wrong with it."""

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        return any(problem.is_fatal for problem in self.problems)

    def refuse(self, code: str, field: str = "", value: str = "", **params: Any) -> None:
        """Keep the row out."""
        self.problems.append(CellProblem(code, field, value, params=params))

    def remark(self, code: str, field: str = "", value: str = "", **params: Any) -> None:
        """Tell, and let it in."""
        self.problems.append(CellProblem(code, field, value, is_fatal=False, params=params))


class RowReader:
    """Reads the rows of one file: `choice` says which field each column (by its place from 0) means."""

    def __init__(
        self, choice: Mapping[int, str], *, areas: AreaBook, basis: Basis, min_age: int
    ) -> None:
        self._basis, self._areas, self._min_age = basis, areas, min_age
        self._columns: list[tuple[int, str, Reader]] = [
            (place, code, reader_of(FIELDS[code], basis))
            for place, code in choice.items()
            if code and FIELDS[code].kind is not Kind.IGNORE
        ]
        self._has_id_kind = "id_kind" in choice.values()

    def read(self, number: int, cells: Sequence[str]) -> Draft:
        """The draft of one row."""
        draft = Draft(number, list(cells))
        other = self._has_id_kind and self._id_kind(cells) == types.IdKind.OTHER
        for place, code, reader in self._columns:
            text = cells[place] if place < len(cells) else ""
            reading = _other_number(text) if other and code == "id" else reader(text)
            if reading.problem is not None:
                draft.problems.append(reading.problem)
            if reading.value is not None and (code != "categories" or reading.value):
                draft.values[code] = reading.value
        _part_secrets(draft)
        self._place(draft)
        _agree(draft, is_resident=not other)
        _complete(draft)
        _gather_categories(draft)
        self._check_age(draft)
        return draft

    def _id_kind(self, cells: Sequence[str]) -> object:
        for place, code, reader in self._columns:
            if code == "id_kind" and place < len(cells):
                return reader(cells[place]).value
        return None

    def _place(self, draft: Draft) -> None:
        town, community, code = (str(draft.values.pop(name, "")) for name in _AREA_FIELDS)
        place = self._areas.find(town=town, community=community, code=code)
        if place.problem is not None:
            draft.problems.append(place.problem)
        if place.code:
            draft.values["area_code"] = place.code

    def _check_age(self, draft: Draft) -> None:
        born = draft.values.get("birth_date")
        if born and age_on(date.fromisoformat(born), self._basis.on) < self._min_age:
            draft.refuse("row.young", "birth_date", born, age=self._min_age)


def _other_number(text: str) -> Reading:
    """The number of a passport or the like: capital letters and digits."""
    number = ids.normalise(text)
    if not number:
        return Reading()
    if _OTHER_NUMBER.fullmatch(number):
        return Reading(number)
    return Reading(None, CellProblem("id.other", "id", "*" * min(len(number), 12)))


def _part_secrets(draft: Draft) -> None:
    for name in SECRETS:
        value = draft.values.pop(name, None)
        if value is not None:
            draft.secrets[name] = str(value)


def _agree(draft: Draft, *, is_resident: bool) -> None:
    """Birth date and sex agree with the resident ID; left out, they are read from it."""
    number = draft.secrets.get("id")
    if not number:
        return
    draft.values["id_kind"] = str(types.IdKind.RESIDENT if is_resident else types.IdKind.OTHER)
    if not is_resident:
        return
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    sex = "1" if int(number[16]) % 2 else "2"
    stated_sex, stated_birth = draft.values.get("sex"), draft.values.get("birth_date")
    if stated_sex in {"1", "2"} and stated_sex != sex:
        draft.refuse("id.sex", "sex", _SEXES[stated_sex], expected=_SEXES[sex])
    if stated_birth and stated_birth != born:
        draft.refuse("id.birth-date", "birth_date", stated_birth, expected=born)
    draft.values.setdefault("birth_date", born)
    if stated_sex not in {"1", "2"}:
        draft.values["sex"] = sex


def _complete(draft: Draft) -> None:
    faulty = {problem.field for problem in draft.problems if problem.is_fatal}
    if not draft.values.get("name") and "name" not in faulty:
        draft.refuse("cell.required", "name")
    if not draft.values.get("birth_date") and not faulty & {"birth_date", "id"}:
        draft.refuse("row.no-key")
    if not draft.secrets.get("id") and "id" not in faulty:
        draft.values.pop("id_kind", None)
        draft.remark("id.none", "id")
    if name := draft.values.get("name"):
        letters = spelling(name)
        draft.values |= {"name_pinyin": letters.pinyin, "name_initials": letters.initials}
    if draft.values.get("ability_level") is not None:
        draft.values["ability_source"] = str(types.AbilitySource.IMPORT)


def _gather_categories(draft: Draft) -> None:
    """Ticks and words together: what may be declared is; what is derived says something about its field."""
    named = list(draft.values.pop("categories", []))
    ticks = {code: draft.values.pop(code) for code in _FLAGS.keys() & draft.values.keys()}
    named += [_FLAGS[code] for code in _FLAGS if ticks.get(code)]
    declared = []
    for category in dict.fromkeys(named):
        if category in declarable():
            declared.append(category)
        else:
            _take_derived(draft, category)
    if declared:
        draft.values["categories"] = declared


def _take_derived(draft: Draft, category: str) -> None:
    implied = policy("words")["implied"].get(category)
    if implied is None and category != types.CategoryCode.ADVANCED_AGE:
        draft.remark("category.derived", "categories", str(types.CategoryCode(category).label))
    for name, value in (implied or {}).items():
        _imply(draft, name, value, category)


def _imply(draft: Draft, name: str, value: str, category: str) -> None:
    stated = draft.values.setdefault(name, value)
    if stated != value:
        label = str(types.CategoryCode(category).label)
        draft.remark("category.contradicts", name, str(stated), category=label)


@cache
def declarable() -> frozenset[str]:
    """The categories that may be declared with proof."""
    return frozenset(category.code for category in categories() if category.declarable)

"""What the objects and fields in the trail are called, lent by the rooms that own them.

    audit.describe("elder", _("Elder"), fields={"name": _("Name"), "living": _("Living arrangement")},
                   choices={"living": Living.choices}, url="registry:detail")

Areas and roles are named by the rooms that keep them: `names.area` and `names.role`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise
Choices = Iterable[tuple[Any, Text]]
Lookup = Callable[[int], str]
"""What an object of another room is called, by its number; "" if it is gone."""


@dataclass(frozen=True)
class Kind:
    """One kind of object: its name, its fields' names, the names of coded values, the page that shows one by number."""

    code: str
    label: Text
    fields: Mapping[str, Text] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    url: str = ""
    lookups: Mapping[str, Lookup] = field(default_factory=dict)

    def field_label(self, name: str) -> str:
        return str(self.fields.get(name, name))

    def shown(self, name: str, value: object) -> str:
        """A stored value as text."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, int) and name in self.lookups:
            return self.lookups[name](value) or str(value)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return "、".join(self.shown(name, item) for item in value)
        return _many(value) or str(self.choices.get(name, {}).get(str(value), value))

    def address(self, number: str) -> str:
        """The page of one object, or "" if it has none."""
        if not self.url or not number.isdecimal():
            return ""
        try:
            return reverse(self.url, args=[int(number)])
        except NoReverseMatch:
            return ""


def _many(value: object) -> str:
    """A list or a mapping: what its entries call themselves, else as it was written; "" for anything else."""
    if not isinstance(value, (list, dict)):
        return ""
    entries = value if isinstance(value, list) else [value]
    told = [str(item.get("label") or "") if isinstance(item, dict) else "" for item in entries]
    return "；".join(told) if all(told) else json.dumps(value, ensure_ascii=False)


def words_of(model: type[models.Model]) -> dict[str, Text]:
    """What a table calls its columns, by the names under which entries keep them."""
    fields = model._meta.concrete_fields
    return {name: field.verbose_name for field in fields for name in (field.name, field.attname)}


def choices_of(model: type[models.Model]) -> dict[str, Choices]:
    """What a table calls its columns' coded values."""
    return {field.name: field.flatchoices for field in model._meta.concrete_fields if field.choices}


@dataclass
class Names:
    """Names that rooms above the kernel lend; each gives a code's name."""

    area: Callable[[str], str] = str
    role: Callable[[str], str] = str


names = Names()
_kinds: dict[str, Kind] = {}


def describe(
    code: str,
    label: Text,
    *,
    fields: Mapping[str, Text] | None = None,
    choices: Mapping[str, Choices] | None = None,
    url: str = "",
    lookups: Mapping[str, Lookup] | None = None,
) -> None:
    """Say what a kind of object and its fields are called; another room that writes of the same kind adds its fields.

    `url` names an address taking its number."""
    coded = {
        name: {str(value): text for value, text in pairs} for name, pairs in (choices or {}).items()
    }
    known = _kinds.get(code) or Kind(code, label)
    _kinds[code] = Kind(
        code, label, {**known.fields, **(fields or {})}, {**known.choices, **coded}, url or known.url,
        {**known.lookups, **(lookups or {})},
    )  # fmt: skip


def kind_of(code: str) -> Kind:
    """A described kind, or one that names everything by its code."""
    return _kinds.get(code) or Kind(code, code)


def known_kinds() -> list[Kind]:
    """Every described kind."""
    return list(_kinds.values())

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

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise
Choices = Iterable[tuple[Any, Text]]


@dataclass(frozen=True)
class Kind:
    """One kind of object: its name, its fields' names, the names of coded values, the page that shows one (`pk`)."""

    code: str
    label: Text
    fields: Mapping[str, Text] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    url: str = ""

    def field_label(self, name: str) -> str:
        return str(self.fields.get(name, name))

    def shown(self, name: str, value: object) -> str:
        """A stored value as text."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, (list, dict)):
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                return "、".join(self.shown(name, item) for item in value)
            return json.dumps(value, ensure_ascii=False)
        return str(self.choices.get(name, {}).get(str(value), value))

    def address(self, number: str) -> str:
        """The page of one object, or "" if it has none."""
        if not self.url or not number.isdecimal():
            return ""
        try:
            return reverse(self.url, kwargs={"pk": int(number)})
        except NoReverseMatch:
            return ""


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
) -> None:
    """Say what a kind of object and its fields are called; again replaces it. `url` names an address taking `pk`."""
    coded = {
        name: {str(value): text for value, text in pairs} for name, pairs in (choices or {}).items()
    }
    _kinds[code] = Kind(code, label, fields or {}, coded, url)


def kind_of(code: str) -> Kind:
    """A described kind, or one that names everything by its code."""
    return _kinds.get(code) or Kind(code, code)


def known_kinds() -> list[Kind]:
    """Every described kind."""
    return list(_kinds.values())

"""The rows of the elders' list, put into words once per page so that the table renders in a few milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.ui.listing import Column
from sangyu.people.registry import types
from sangyu.people.registry.pages import words
from sangyu.people.registry.selectors.search import ElderLine


@dataclass(frozen=True, slots=True)
class Row:
    """One elder as the list shows them: texts only."""

    id: int
    url: str
    name: str
    id_masked: str
    age: int
    sex: str
    phone: str
    area: str
    address: str
    living: str
    ability: str
    badges: tuple[tuple[str, str], ...]
    status: str
    status_tone: str


def columns() -> list[Column]:
    """The list's columns; the search decides the order, so none can be sorted by hand."""
    labels = words.label
    return [
        Column("name", labels("name")),
        Column("age", f"{words.TERMS['age']} · {labels('sex')}"),
        Column("phone", labels("phone"), is_minor=True),
        Column("area", str(words.TERMS["where"])),
        Column("living", str(words.TERMS["living"])),
        Column("ability", labels("ability_level"), is_minor=True),
        Column("categories", str(words.TERMS["categories"])),
    ]


def rows(found: Iterable[ElderLine]) -> list[Row]:
    """The lines of a page in the reader's language. Labels are looked up once per value, not per row."""
    sexes = {code: str(text) for code, text in types.Sex.choices}
    livings = {code: str(text) for code, text in types.Living.choices}
    statuses = {code: str(text) for code, text in types.Status.choices}
    categories = {
        code: (str(text), words.CATEGORY_TONES.get(code, "info"))
        for code, text in types.CategoryCode.choices
    }
    base = reverse("registry:elder-list")
    abilities = {level: str(text) for level, text in words.ABILITY.items()}
    return [
        Row(
            line.id,
            f"{base}{line.id}/",
            line.name,
            line.id_masked,
            line.age,
            sexes.get(line.sex, ""),
            line.phone_masked,
            " ".join(area_name(line.area_code).path[1:]),
            line.address,
            livings.get(line.living, ""),
            "" if line.ability_level is None else abilities[line.ability_level],
            tuple(categories[code] for code in line.categories),
            statuses[line.status],
            "" if line.status == "present" else words.STATUS_TONES[line.status],
        )
        for line in found
    ]

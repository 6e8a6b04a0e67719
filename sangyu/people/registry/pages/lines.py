"""The rows of the elders' list, put into words once per page so that the table renders in a few milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.ui.listing import Column, Heading
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


def headings() -> list[Heading]:
    """The list's columns; the search decides the order, so none can be sorted by hand."""
    return list(_headings(get_language()))


@lru_cache(maxsize=8)
def _headings(_language: str | None) -> tuple[Heading, ...]:
    labels = words.label
    columns = (
        Column("name", labels("name")),
        Column("age", f"{words.TERMS['age']} · {labels('sex')}"),
        Column("phone", labels("phone"), is_minor=True),
        Column("area", str(words.TERMS["where"])),
        Column("living", str(words.TERMS["living"])),
        Column("ability", labels("ability_level"), is_minor=True),
        Column("categories", str(words.TERMS["categories"])),
    )
    return tuple(Heading(column) for column in columns)


_LINE = (
    "<tr>{check}"
    '<th scope="row"><a href="{url}">{name}</a><small>{id_masked}</small></th>'
    '<td class="text-nowrap">{age} · {sex}</td><td class="sy-minor">{phone}</td>'
    "<td><span>{area}<small>{address}</small></span></td><td>{living}</td>"
    '<td class="sy-minor">{ability}</td><td class="rg-badges"><span>{badges}</span></td></tr>'
)
_CHECK = (
    '<td class="sy-col-check"><input class="form-check-input" type="checkbox" name="ids" value="{id}"'
    ' form="{form}" aria-label="{name}"></td>'
)
_BADGE = '<span class="sy-badge sy-tone-{tone} rg-badge">{text}</span>'


def markup(found: Iterable[Row], form: str = "") -> SafeString:
    """The rows of the table. Written here and not in a template, which took four times as long: the list is the page
    of which each tenth of a millisecond counts. Every text is escaped. `form`: the id of the bulk bar's form, if any.
    """
    return SafeString("".join(_line(row, form) for row in found))


_TEXTS = ("url", "name", "id_masked", "sex", "phone", "area", "address", "living", "ability")
_BETWEEN = "\0"
"""Stands in no text of the database, so the texts of a row are escaped together."""


def _line(row: Row, form: str) -> str:
    escaped = escape(_BETWEEN.join([getattr(row, name) for name in _TEXTS])).split(_BETWEEN)
    texts: dict[str, object] = dict(zip(_TEXTS, escaped, strict=True))
    texts |= {"id": row.id, "age": row.age}
    badges = [(row.status, row.status_tone)] if row.status_tone else []
    return _LINE.format(
        **texts,
        check=_CHECK.format(form=form, **texts) if form else "",
        badges="".join([_badge(text, tone) for text, tone in (*badges, *row.badges)]),
    )


@lru_cache(maxsize=256)
def _badge(text: str, tone: str) -> str:
    return _BADGE.format(text=escape(text), tone=tone)


def rows(found: Iterable[ElderLine]) -> list[Row]:
    """The lines of a page in the reader's language. Labels are looked up once per value, not per row."""
    base, labels = reverse("registry:elder-list"), _labels(get_language())
    return [
        Row(
            line.id,
            f"{base}{line.id}/",
            line.name,
            line.id_masked,
            line.age,
            labels.sexes.get(line.sex, ""),
            line.phone_masked,
            " ".join(area_name(line.area_code).path[1:]),
            line.address,
            labels.livings.get(line.living, ""),
            "" if line.ability_level is None else labels.abilities[line.ability_level],
            tuple(labels.categories[code] for code in line.categories),
            labels.statuses[line.status],
            "" if line.status == "present" else words.STATUS_TONES[line.status],
        )
        for line in found
    ]


@dataclass(frozen=True)
class _Labels:
    """What codes are called in one language."""

    sexes: dict[str, str]
    livings: dict[str, str]
    statuses: dict[str, str]
    abilities: dict[int, str]
    categories: dict[str, tuple[str, str]]


@lru_cache(maxsize=8)
def _labels(_language: str | None) -> _Labels:
    return _Labels(
        sexes={code: str(text) for code, text in types.Sex.choices},
        livings={code: str(text) for code, text in types.Living.choices},
        statuses={code: str(text) for code, text in types.Status.choices},
        abilities={level: str(text) for level, text in words.ABILITY.items()},
        categories={
            code: (str(text), words.CATEGORY_TONES.get(code, "info"))
            for code, text in types.CategoryCode.choices
        },
    )

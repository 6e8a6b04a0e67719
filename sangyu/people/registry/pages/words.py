"""The values of the register in the reader's language: codes, levels, areas, days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.ui import formats
from sangyu.people.registry import policy, types
from sangyu.people.registry.rules.fields import FIELDS, Field, Kind

Text = str | Promise

ABILITY: dict[int, Text] = {
    0: _("0 · Intact"),
    1: _("1 · Mild loss"),
    2: _("2 · Moderate loss"),
    3: _("3 · Severe loss"),
    4: _("4 · Complete loss"),
}
"""The levels of GB/T 42195."""
DISABILITY_GRADE: dict[int, Text] = {
    1: _("Grade 1"),
    2: _("Grade 2"),
    3: _("Grade 3"),
    4: _("Grade 4"),
}
TERMS: dict[str, Text] = {
    "age": _("Age"),
    "where": _("Where"),
    "living": _("Lives with"),
    "categories": _("Categories"),
}
LEVELS = {"ability_level": ABILITY, "disability_grade": DISABILITY_GRADE}
AREAS = frozenset({"area_code", "hukou_area_code"})
STATUS_TONES = {"present": "good", "died": "muted", "moved": "warn", "merged": "muted"}
CATEGORY_TONES = {
    "alone": "warn",
    "empty_nest": "warn",
    "left_behind": "warn",
    "disabled": "bad",
    "dementia": "bad",
    "severe_disability": "bad",
    "advanced_age": "good",
}
"""How a category is coloured: red where care is needed, amber where nobody is near; the rest speaks of help."""
REASONS: dict[str, Text] = {
    "same_number": _("The same number under another kind of paper"),
    "same_name_birth": _("The same name, sex and date of birth"),
    "same_phone": _("The same phone number and nearly the same name"),
}
CHECKS: dict[str, tuple[Text, Text]] = {
    "proposals": (
        _("Proposed changes nobody has decided"),
        _("Decide them: approve or reject each."),
    ),
    "transfers": (_("Transfers waiting for your answer"), _("Accept or refuse each.")),
    "duplicates": (_("Records that look alike"), _("Merge them, or say that they are two people.")),
    "without_id": (_("People without an ID number"), _("Look the number up and enter it.")),
    "living_unknown": (
        _("People of whom nobody knows with whom they live"),
        _("Ask on the next visit and enter it."),
    ),
    "community_unknown": (
        _("People in the town but in no community"),
        _("Open each and choose the community."),
    ),
}
CHAIN: dict[str, tuple[Text, str]] = {
    "family": (pgettext_lazy("link of the chain of responsibility", "Family"), "home-heart"),
    "village_officer": (_("Village or community officer"), "building-community"),
    "volunteer": (_("Volunteer"), "heart"),
    "agency": (_("Service agency"), "building"),
}
"""The links of the chain of responsibility in their order, with their icon."""


def code_choices(which: str) -> list[tuple[str, str]]:
    """A national code list as choices, in the reader's language."""
    is_chinese = (get_language() or "").startswith("zh")
    return [(code, one.zh if is_chinese else one.en) for code, one in policy.codes(which).items()]


def choices_of(field: Field) -> list[tuple[str, Text]]:
    """The values a coded or levelled field may hold."""
    if field.name in LEVELS:
        return [(str(level), label) for level, label in LEVELS[field.name].items()]
    if field.code_list:
        return list(code_choices(field.code_list))
    return list(getattr(types, field.choices).choices)


def word(name: str, value: Any) -> str:
    """A field's value as the reader knows it; "" where there is none."""
    if value in (None, ""):
        return ""
    if name in AREAS:
        return area_name(str(value)).full_name
    field = FIELDS.get(name)
    if field is None or (field.kind in {Kind.TEXT, Kind.SEALED}):
        return str(value)
    if field.kind is Kind.DATE:
        return formats.day(date.fromisoformat(value) if isinstance(value, str) else value)
    found = dict(choices_of(field)).get(str(value))
    return str(value if found is None else found)


def label(name: str) -> str:
    """What a field is called."""
    text = str(FIELDS[name].label) if name in FIELDS else name
    return text[:1].upper() + text[1:]


def facts(names: Iterable[str], values: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of term and value for `{% facts %}`."""
    return [(label(name), word(name, values.get(name))) for name in names]


def relation(code: str) -> str:
    """A relation by its code (GB/T 4761)."""
    return dict(code_choices("relation")).get(code, code)

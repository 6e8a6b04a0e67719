"""The elder's dated fields: what kind of value each holds, how it travels as JSON and how SQL reads it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    NUMBER = "number"
    SEALED = "sealed"


@dataclass(frozen=True)
class Field:
    """One dated field. A sealed one stands in `<name>_sealed` and `<name>_index`; its JSON value is masked."""

    name: str
    label: Text
    kind: Kind = Kind.TEXT
    code_list: str = ""
    choices: str = ""
    length: int = 0

    @property
    def pii_label(self) -> str:
        """The purpose a sealed value is bound to (kernel.pii)."""
        return {"id": "resident-id", "phone": "phone", "bank": "bank-card"}[self.name]


def _text(name: str, label: Text, length: int) -> Field:
    return Field(name, label, Kind.TEXT, length=length)


def _code(name: str, label: Text, choices: str) -> Field:
    return Field(name, label, Kind.CODE, choices=choices)


def _listed(name: str, label: Text) -> Field:
    return Field(name, label, Kind.CODE, code_list=name)


_ALL = (
    _text("name", pgettext_lazy("of a person", "name"), 60),
    _code("id_kind", _("paper"), "IdKind"),
    Field("id", _("ID number"), Kind.SEALED),
    _code("sex", _("sex"), "Sex"),
    Field("birth_date", _("date of birth"), Kind.DATE),
    _listed("ethnicity", _("ethnic group")),
    _listed("education", _("education")),
    _listed("marriage", _("marriage")),
    Field("phone", _("phone"), Kind.SEALED),
    _text("area_code", _("area"), 12),
    _text("address", _("address"), 200),
    _text("household_no", _("household number"), 30),
    _code("hukou_kind", _("household registration"), "HukouKind"),
    _text("hukou_area_code", _("registered in"), 12),
    _text("hukou_address", _("registered address"), 200),
    _code("residence_kind", _("residence"), "ResidenceKind"),
    _code("living", _("lives"), "Living"),
    _code("children_nearby", _("nearest child"), "ChildrenNearby"),
    Field("ability_level", _("ability level"), Kind.NUMBER),
    Field("ability_assessed_on", _("assessed on"), Kind.DATE),
    _code("ability_source", _("source of the level"), "AbilitySource"),
    _code("self_care", _("self-care"), "SelfCare"),
    _code("medical_insurance", _("medical insurance"), "MedicalInsurance"),
    _code("pension_kind", _("pension"), "PensionKind"),
    _code("ltci", _("care insurance"), "CareInsurance"),
    _code("disability_kind", _("disability"), "DisabilityKind"),
    Field("disability_grade", _("disability grade"), Kind.NUMBER),
    _code("support_form", _("destitute support"), "SupportForm"),
    _code("wants_home", _("wishes to enter a home"), "WantsHome"),
    _text("bank_name", _("bank"), 60),
    _text("bank_holder", _("account holder"), 60),
    Field("bank", _("bank account"), Kind.SEALED),
    _code("status", _("status"), "Status"),
    Field("left_on", _("left on"), Kind.DATE),
    _code("left_reason", _("why"), "LeftReason"),
)
FIELDS: dict[str, Field] = {field.name: field for field in _ALL}
STATUS_FIELDS = ("status", "left_on", "left_reason")
"""Changed only by the services of death, move, return and reinstatement."""
EDITABLE = tuple(name for name in FIELDS if name not in STATUS_FIELDS)


def to_json(value: Any) -> Any:
    """A column's value as the change log keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def from_json(field: str, value: Any) -> Any:
    """The column's value of what the change log kept."""
    if FIELDS[field].kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    return value

"""The parts of an elder's record: their fields, and which of them are edited together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    """One part of the record, a card on the page and a form."""

    key: str
    title: str | Promise
    icon: str
    fields: tuple[str, ...]


PARTS: dict[str, Part] = {
    part.key: part
    for part in (
        Part(
            "identity", _("Identity"), "id",
            ("name", "id_kind", "id", "sex", "birth_date", "ethnicity", "education", "marriage", "phone"),
        ),
        Part(
            "residence", _("Residence"), "map-pin",
            ("area_code", "address", "household_no", "residence_kind"),
        ),
        Part(
            "household", _("Household registration"), "home",
            ("hukou_kind", "hukou_area_code", "hukou_address"),
        ),
        Part("life", _("Living and family"), "users", ("living", "children_nearby", "wants_home")),
        Part(
            "health", _("Health and ability"), "heartbeat",
            ("self_care", "ability_level", "ability_assessed_on", "ability_source", "disability_kind",
             "disability_grade"),
        ),
        Part(
            "cover", _("Insurance and support"), "shield",
            ("medical_insurance", "pension_kind", "ltci", "support_form"),
        ),
        Part("bank", _("Bank account for allowances"), "cash", ("bank_name", "bank_holder", "bank")),
    )
}  # fmt: skip
SEALED = ("id", "phone", "bank")

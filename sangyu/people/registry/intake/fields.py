"""The fields that a list can fill: label, kind of reading, length, and whether they are personal numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """How a cell of the field is read."""

    NAME = "name"
    ID = "id"
    SEX = "sex"
    DATE = "date"
    PHONE = "phone"
    CARD = "card"
    TEXT = "text"
    CODE = "code"
    CATEGORIES = "categories"
    FLAG = "flag"  # yes or no to one category
    AREA = "area"  # read together: town, community, code
    IGNORE = "ignore"


@dataclass(frozen=True)
class Field:
    """One field. `is_secret` values are sealed in the database and masked in every message."""

    code: str
    label: str | Promise
    kind: Kind
    limit: int = 60
    is_secret: bool = False
    category: str = ""


_ALL = (
    Field("name", _("person's name"), Kind.NAME, 50),
    Field("id_kind", _("kind of document"), Kind.CODE),
    Field("id", _("resident ID"), Kind.ID, 30, is_secret=True),
    Field("sex", _("sex"), Kind.SEX),
    Field("birth_date", _("birth date"), Kind.DATE),
    Field("age", _("age"), Kind.IGNORE),
    Field("ethnicity", _("ethnicity"), Kind.CODE),
    Field("education", _("education"), Kind.CODE),
    Field("marriage", _("marital status"), Kind.CODE),
    Field("phone", _("phone"), Kind.PHONE, 40, is_secret=True),
    Field("town", _("town or street"), Kind.AREA),
    Field("community", _("community or village"), Kind.AREA),
    Field("area_code", _("area code"), Kind.AREA),
    Field("address", _("address"), Kind.TEXT, 200),
    Field("household_no", _("household number"), Kind.TEXT, 40),
    Field("hukou_kind", _("kind of household registration"), Kind.CODE),
    Field("hukou_address", _("address of household registration"), Kind.TEXT, 200),
    Field("residence_kind", _("residence against registration"), Kind.CODE),
    Field("living", _("living arrangement"), Kind.CODE),
    Field("children_nearby", _("children nearby"), Kind.CODE),
    Field("ability_level", _("ability level"), Kind.CODE),
    Field("ability_assessed_on", _("ability assessed on"), Kind.DATE),
    Field("self_care", _("self-care"), Kind.CODE),
    Field("medical_insurance", _("medical insurance"), Kind.CODE),
    Field("pension_kind", _("pension"), Kind.CODE),
    Field("ltci", _("long-term care insurance"), Kind.CODE),
    Field("disability_kind", _("kind of disability"), Kind.CODE),
    Field("disability_grade", _("grade of disability"), Kind.CODE),
    Field("support_form", _("form of support"), Kind.CODE),
    Field("wants_home", _("wants to live in a home"), Kind.CODE),
    Field("bank_name", _("bank"), Kind.TEXT, 60),
    Field("bank_holder", _("account holder"), Kind.TEXT, 50),
    Field("bank", _("bank card number"), Kind.CARD, 40, is_secret=True),
    Field("categories", _("categories"), Kind.CATEGORIES, 100),
    Field("is_alone", _("lives alone"), Kind.FLAG, category="alone"),
    Field("is_empty_nest", _("empty nest"), Kind.FLAG, category="empty_nest"),
    Field("is_left_behind", _("left behind"), Kind.FLAG, category="left_behind"),
    Field("is_minimum_living", _("minimum living allowance"), Kind.FLAG, category="minimum_living"),
    Field("is_low_income_edge", _("low-income edge"), Kind.FLAG, category="low_income_edge"),
    Field("is_destitute_support", _("support of the destitute"), Kind.FLAG, category="destitute_support"),
    Field(
        "is_family_planning_special", _("special family-planning family"), Kind.FLAG,
        category="family_planning_special",
    ),
    Field("is_disabled", _("disabled in daily life"), Kind.FLAG, category="disabled"),
    Field("is_dementia", _("dementia"), Kind.FLAG, category="dementia"),
    Field("is_severe_disability", _("severe disability"), Kind.FLAG, category="severe_disability"),
    Field("is_veteran_care", _("veterans' care"), Kind.FLAG, category="veteran_care"),
    Field("contact_name", _("emergency contact"), Kind.NAME, 50),
    Field("contact_relation", _("relation of the contact"), Kind.CODE),
    Field("contact_phone", _("phone of the contact"), Kind.PHONE, 40, is_secret=True),
    Field("effective_on", _("effective on"), Kind.DATE),
    Field("proof", _("proof"), Kind.TEXT, 200),
    Field("ignore", _("(leave out)"), Kind.IGNORE),
)  # fmt: skip

FIELDS: Mapping[str, Field] = {field.code: field for field in _ALL}
REQUIRED = ("name",)
"""Columns without which no row can be read; of resident ID and birth date one is needed as well."""


@cache
def policy(name: str) -> Mapping[str, Any]:
    """A policy table of this room: "columns" or "words"."""
    text = files("sangyu.people.registry.intake").joinpath(f"policy/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)

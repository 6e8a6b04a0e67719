"""The columns of the dataset `elders`: the elder's row on a day, labelled as the pages label it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import Column, Dataset, Kind, Sensitivity, Text
from sangyu.people.registry import types
from sangyu.people.registry.policy import codes
from sangyu.people.registry.rules import asof
from sangyu.people.registry.rules.fields import FIELDS
from sangyu.people.registry.rules.fields import Kind as FieldKind

_KINDS = {
    FieldKind.TEXT: Kind.TEXT,
    FieldKind.CODE: Kind.TEXT,
    FieldKind.DATE: Kind.DATE,
    FieldKind.NUMBER: Kind.INTEGER,
}


def _values(name: str) -> dict[str, Text]:
    field = FIELDS[name]
    if field.code_list:
        return {code: entry.label for code, entry in codes(field.code_list).items()}
    return dict(getattr(types, field.choices).choices) if field.choices else {}


def _field(
    name: str, meaning: Text = "", sensitivity: Sensitivity = Sensitivity.INTERNAL
) -> Column:
    """One of the elder's dated fields, under its own label."""
    field = FIELDS[name]
    return Column(
        name,
        _KINDS[field.kind],
        field.label,
        meaning,
        sensitivity,
        _values(name),
        sql=f"d.{name}",
        digits=2 if field.kind is FieldKind.NUMBER else 0,
    )


PERSON_COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        Kind.INTEGER,
        _("record number"),
        _("The record in the register; it opens the person's page."),
        Sensitivity.PERSONAL,
        sql="e.id",
        digits=18,
    ),
    _field("name", _("As on the ID card."), Sensitivity.PERSONAL),
    _field("sex", _("GB/T 2261.1.")),
    _field("birth_date", _("As on the ID card."), Sensitivity.PERSONAL),
    Column(
        "age",
        Kind.INTEGER,
        _("age"),
        _("Full years on the as-of date; it rises on the birthday."),
        derived="years_between(birth_date, as_of)",
        unit=_("years"),
    ),
    _field("id_kind", _("Whether the person has a resident ID card.")),
    _field("ethnicity", _("GB/T 3304.")),
    _field("education", _("GB/T 4658.")),
    _field("marriage", _("GB/T 2261.2.")),
    _field(
        "area_code", _("Where the person lives: 12 digits, 9 while the community is not known.")
    ),
    Column(
        "town_code",
        Kind.TEXT,
        _("town code"),
        _("The first nine digits of the area."),
        Sensitivity.PUBLIC,
        sql="left(d.area_code, 9)",
    ),
    _field("household_no", _("As in the household register."), Sensitivity.PERSONAL),
    _field("residence_kind", _("Whether the person is registered where they live.")),
    _field("hukou_kind"),
    _field("hukou_area_code", _("The area of the household registration.")),
    _field("living", _("With whom the person shares the home.")),
    _field("children_nearby", _("Where the nearest child lives.")),
    _field("ability_level", _("GB/T 42195: 0 whole to 4 lost; missing while not assessed.")),
    _field("ability_assessed_on", _("The day of the assessment the level comes from.")),
    _field("ability_source"),
    _field("self_care", _("As seen on a visit, not an assessment.")),
    _field("medical_insurance"),
    _field("pension_kind"),
    _field("ltci"),
    _field("disability_kind", _("The kind on the disability card (GB/T 26341).")),
    _field("disability_grade", _("1 is the gravest, 4 the slightest; missing without a card.")),
    _field("support_form", _("How a person in destitute support is supported.")),
    _field("wants_home", _("As last asked.")),
    Column(
        "registered_on",
        Kind.DATE,
        _("registered on"),
        _("The day from which the person counts on the register."),
        sql="e.registered_on",
    ),
    Column(
        "registered_by",
        Kind.TEXT,
        _("source of the record"),
        _("Who told of the person first."),
        values=dict(types.Source.choices),
        sql="e.source",
    ),
)
"""What conditions of categories may look at: the person, not yet their categories."""

PERSON = Dataset(
    name="elder_rows",
    label=_("Elders"),
    grain=_("person"),
    source=asof.source(":as_of"),
    where=f"{asof.on_register(':as_of')} AND d.status = 'present'",
    columns=PERSON_COLUMNS,
)
"""Never registered: the ground on which conditions are read, before `elders` has its categories."""

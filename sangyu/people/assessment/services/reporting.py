"""What a report of a result says, in the reader's language; opening it stands in the trail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sangyu.kernel import pii
from sangyu.kernel.actors import Actor
from sangyu.people.assessment import wording
from sangyu.people.assessment.models import Assessment
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.selectors.words import reasons_read
from sangyu.people.assessment.services.looking import result_open


@dataclass(frozen=True)
class ReportMaterial:
    """A result in words. `parts`: name of the section and its subtotal; `reasons`: sentence and clause."""

    assessment_id: int
    ref: uuid.UUID
    area_code: str
    elder_name: str
    sex: str
    birth_date: date
    id_masked: str
    instrument: str
    origin: str
    assessed_on: date
    valid_from: date
    valid_until: date
    place: str
    informant: str
    agency: str
    assessors: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]
    total: int | None
    preliminary: str
    level: int
    level_name: str
    reasons: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def report_material(
    *, actor: Actor, assessment_id: int, at: datetime | None = None
) -> ReportMaterial:
    """Everything a report says; the reader's look at the result is told by the trail."""
    row = result_open(actor=actor, assessment_id=assessment_id, at=at)
    standard = instruments()[row.instrument]
    elder = row.elder
    number = pii.open_(elder.id_sealed, "resident-id") if elder.id_sealed else ""
    return ReportMaterial(
        assessment_id=row.pk,
        ref=row.ref,
        area_code=elder.area_code,
        elder_name=elder.name,
        sex=elder.get_sex_display(),
        birth_date=elder.birth_date,
        id_masked=pii.mask_resident_id(number) if number else "",
        instrument=f"{wording.name_of(standard.name)} ({row.instrument_version})",
        origin=row.get_origin_display(),
        assessed_on=row.assessed_on,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        place=row.get_place_display(),
        informant=row.get_informant_display(),
        agency=row.order.agency.name if row.order else row.source_note,
        assessors=_assessors(row),
        parts=tuple(
            (wording.name_of(part.name), row.subtotals[part.code]) for part in standard.sections
        ),
        total=row.total,
        preliminary=wording.level_name(standard, row.preliminary_level),
        level=row.level,
        level_name=wording.level_name(standard, row.level),
        reasons=tuple(reasons_read(row)),
        notes=tuple(wording.note_text(code) for code in row.notes),
    )


def _assessors(row: Assessment) -> tuple[str, ...]:
    return tuple(f"{one.name} ({one.certificate})" for one in (row.lead, row.second) if one)

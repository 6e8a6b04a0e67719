"""What a report consists of, from top to bottom, whoever draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangyu.kernel import clock
from sangyu.people.assessment.services.reporting import ReportMaterial
from sangyu.people.recognition.models import AssessmentReport
from sangyu.people.recognition.rules import code_shown


@dataclass(frozen=True)
class Title:
    """The title, centred."""

    text: str


@dataclass(frozen=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Terms with their values, ruled."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


Block = Title | Heading | Facts | Text


def blocks_of(report: AssessmentReport, material: ReportMaterial, address: str) -> list[Block]:
    """The blocks of a report, in Chinese; `address`: of the page where its code is checked."""
    with translation.override("zh-hans"):
        return [
            Title(_("Report of an ability assessment")),
            Facts(_person(material)),
            Heading(pgettext("on a report", "Result")),
            Facts(_result(material)),
            Heading(_("How the level came about")),
            *(Text(_reason(*one)) for one in material.reasons),
            *(Text(note) for note in material.notes),
            Heading(pgettext("on a report", "Verification")),
            Facts(_verification(report, address)),
            Text(
                _(
                    "Whoever holds this document may check it there: the page tells whether the result is "
                    "valid, and its level, nothing else."
                )
            ),
        ]


def _person(of: ReportMaterial) -> list[tuple[str, str]]:
    return [
        (pgettext("of a person", "name"), of.elder_name),
        (_("sex"), of.sex),
        (_("date of birth"), day(of.birth_date)),
        (_("ID number"), of.id_masked or "—"),
    ]


def _result(of: ReportMaterial) -> list[tuple[str, str]]:
    parts = [(name, str(points)) for name, points in of.parts]
    total = [] if of.total is None else [(_("total"), str(of.total))]
    return [
        (pgettext("on a report", "standard"), of.instrument),
        (_("assessed on"), day(of.assessed_on)),
        (pgettext("on a report", "where"), of.place),
        (pgettext("on a report", "informant"), of.informant),
        (pgettext("on a report", "agency"), of.agency or "—"),
        (pgettext("on a report", "assessor"), "、".join(of.assessors) or "—"),
        *parts,
        *total,
        (pgettext("on a report", "preliminary level"), of.preliminary),
        (pgettext("on a report", "level"), of.level_name),
        (pgettext("on a report", "how"), of.origin),
        (pgettext("on a report", "valid from"), day(of.valid_from)),
        (_("valid until"), day(of.valid_until)),
    ]


def _verification(report: AssessmentReport, address: str) -> list[tuple[str, str]]:
    return [
        (_("verification code"), code_shown(report.code)),
        (_("Check it at"), address),
        (pgettext("of a report", "issued for"), report.purpose),
        (_("issued at"), day(clock.legal_day(report.issued_at))),
        (_("unit"), report.issued_unit or "—"),
    ]


def _reason(sentence: str, clause: str) -> str:
    return f"{sentence}（{clause}）" if clause else sentence


def day(on: date) -> str:
    """2026年3月10日."""
    return f"{on.year}年{on.month}月{on.day}日"

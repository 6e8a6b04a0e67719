"""What the templates show: rows of lists, a result in words, the policy of the form as data for its script."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.ui import formats
from sangyu.kernel.ui.listing import Column
from sangyu.people.assessment import choices, wording
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.policy.results import Advice, advice, hints, terms
from sangyu.people.assessment.rules.validity import Standing, standing
from sangyu.people.assessment.selectors.words import reasons_read
from sangyu.people.assessment.types import ByTotal, Instrument

ORDER_COLUMNS = [
    Column("elder", _("Elder")),
    Column("occasion", pgettext_lazy("of an assessment", "Why"), is_minor=True),
    Column("agency", _("Agency"), is_minor=True),
    Column("appointment", _("Appointment")),
    Column("due", pgettext_lazy("of an order", "Due"), sort="due_on", kind="date"),
    Column("state", _("State")),
]
RESULT_COLUMNS = [
    Column("elder", _("Elder")),
    Column("level", _("Level")),
    Column("standard", _("Standard"), is_minor=True),
    Column("assessed", _("Assessed on"), sort="assessed_on", kind="date"),
    Column("until", _("Valid until"), sort="valid_until", kind="date"),
    Column("agency", _("Agency"), is_minor=True),
]
STANDINGS = {
    Standing.NOT_YET: _("Not yet valid"),
    Standing.VALID: pgettext_lazy("a result", "Valid"),
    Standing.EXPIRING: _("Expires soon"),
    Standing.EXPIRED: pgettext_lazy("a result", "Expired"),
}


def order_row(order: AssessmentOrder) -> dict[str, Any]:
    """An order in a list."""
    return {
        "it": order,
        "name": order.elder.name,
        "area": area_name(order.elder.area_code).full_name,
        "tone": choices.STATE_TONES[order.state],
    }


def result_row(row: Assessment) -> dict[str, Any]:
    """A result in a list or on a timeline."""
    instrument = instruments()[row.instrument]
    days = terms(row.assessed_on).remind_days
    where = standing(row.valid_from, row.valid_until, clock.today(), days)
    return {
        "it": row,
        "name": row.elder.name,
        "area": area_name(row.elder.area_code).full_name,
        "level": wording.level_name(instrument, row.level),
        "standard": wording.name_of(instrument.name),
        "agency": row.order.agency.short_name if row.order else "",
        "standing": STANDINGS[where],
        "tone": choices.STANDING_TONES[where],
        "is_rescored": row.origin == choices.Origin.RESCORED,
    }


def answers(row: Assessment) -> list[dict[str, Any]]:
    """The answers of a result by section, with the subtotal and the most there could be."""
    instrument = instruments()[row.instrument]
    given = row.sheet["answers"]
    return [
        {
            "name": wording.name_of(section.name),
            "subtotal": row.subtotals.get(section.code),
            "most": sum(max(item.options.values()) for item in section.items),
            "items": [
                (item.code, wording.name_of(item.name), wording.option_text(given[item.code]))
                for item in section.items
                if item.code in given
            ],
        }
        for section in instrument.sections
    ]


def detail(row: Assessment) -> dict[str, Any]:
    """A result with its reasons, answers and facts."""
    facts = [
        (_("Assessed on"), row.assessed_on),
        (_("Assessors"), "、".join(one.name for one in (row.lead, row.second) if one) or "—"),
        (_("Informant"), f"{row.get_informant_display()} {row.informant_name}".strip()),
        (pgettext_lazy("of an assessment", "Where"), row.get_place_display()),
        (_("How it came here"), row.get_origin_display()),
    ]
    if row.source_note:
        facts.append((_("Source"), row.source_note))
    return result_row(row) | {
        "facts": facts,
        "reasons": reasons_read(row),
        "notes": [wording.note_text(code) for code in row.notes],
        "sections": answers(row),
    }


def entries(results: list[Assessment], orders: list[AssessmentOrder]) -> list[dict[str, Any]]:
    """One timeline of results and open orders, the newest first."""
    found: list[tuple[Any, dict[str, Any]]] = [
        (
            row.recorded_at,
            {
                "at": row.recorded_at,
                "title": f"{line['level']} · {line['standard']}",
                "text": f"{formats.day(row.assessed_on)} · {row.get_origin_display()} · {line['standing']}",
                "who": line["agency"],
                "url": reverse("assessment:result", args=[row.pk]),
                "icon": "rotate" if line["is_rescored"] else "clipboard-check",
                "tone": "muted" if line["is_rescored"] else line["tone"],
            },
        )
        for row in results
        for line in [result_row(row)]
    ]
    found += [
        (
            order.ordered_at,
            {
                "at": order.ordered_at,
                "title": str(order.get_occasion_display()),
                "text": str(order.get_state_display()),
                "who": order.agency.short_name,
                "url": reverse("assessment:order", args=[order.pk]),
                "icon": "send",
                "tone": choices.STATE_TONES[order.state],
            },
        )
        for order in orders
        if order.state != choices.OrderState.DONE
    ]
    return [entry for _at, entry in sorted(found, key=lambda pair: pair[0], reverse=True)]


def advice_of(row: Assessment) -> dict[str, Any] | None:
    """The advice at a result's level; None where the scale has none."""
    found: Advice | None = advice().get(row.level) if row.scale == "ability" else None
    if found is None:
        return None
    is_zh = (get_language() or "zh").startswith("zh")
    return {
        "places": [choices.CarePlace(one).label for one in found.places],
        "points": found.zh if is_zh else found.en,
    }


def script_policy(instrument: Instrument) -> str:
    """The same policy data that the server scores by, for the live totals and hints: bands, names of levels, hints."""
    bands = instrument.method.bands if isinstance(instrument.method, ByTotal) else ()
    return json.dumps(
        {
            "bands": [[one.least, one.most, one.level] for one in bands],
            "levels": [wording.name_of(one) for one in instrument.levels],
            "hints": [
                {
                    "text": str(wording.HINTS[hint.code]),
                    "when": [[one.item, one.at_least, one.at_most] for one in hint.when],
                }
                for hint in hints(instrument.code)
            ],
        },
        ensure_ascii=False,
    )


def standard(code: str) -> str:
    """The name of a standard in the reader's language."""
    return wording.name_of(instruments()[code].name)


def tabs(current: str) -> list[dict[str, Any]]:
    """The room's three lists."""
    items = (
        ("assessment:order-list", pgettext_lazy("of assessments", "Orders")),
        ("assessment:result-list", pgettext_lazy("of assessments", "Results")),
        ("assessment:agency-list", _("Agencies")),
    )
    return [
        {"label": label, "url": reverse(name), "is_current": name == current}
        for name, label in items
    ]

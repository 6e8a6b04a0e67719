"""The sentence for each problem that the reading reports: what happened, why, and what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.city.papers.reading.types import Problem

SENTENCES: dict[str, Promise] = {
    "paper.too_long": _(
        "The file has %(length)s characters, more than any paper (at most %(most)s are read). "
        "Upload the paper alone."
    ),
    "table.none": _(
        "No task table was found. A task table has columns such as 重点任务, 牵头单位 and 责任单位."
    ),
    "table.no_header": _(
        "A table names units, but its header cannot be read. Give its columns names such as 牵头单位."
    ),
    "table.lost_cells": _(
        "The table “%(text)s” has lost its cells: where one ends and the next begins cannot be told. "
        "Upload the original document instead of a copied text."
    ),
    "table.no_deadlines": _("The table has no column for deadlines. Set them when you confirm."),
    "row.cells": _(
        "The cells of this row cannot be told apart: “%(text)s”. Enter the task by hand."
    ),
    "row.empty": _("Row %(text)s has a number and nothing else."),
    "row.unplaced": _("This text in the table belongs to no numbered row: “%(text)s”."),
    "row.no_number": _("The row has no number in the paper."),
    "row.missing": _("Before number %(text)s these numbers are missing: %(numbers)s."),
    "row.repeated": _("Number %(text)s stands in the table twice."),
    "title.blank": _("The paper leaves the task itself blank."),
    "lead.blank": _("The paper names no leading unit. Choose one when you confirm."),
    "lead.not_named": _(
        "The paper names these units without saying which leads: %(text)s. Choose one when you confirm."
    ),
    "support.blank": _("The paper names no supporting unit."),
    "unit.unknown": _("No unit of today answers to “%(text)s”. Nearest: %(nearest)s. Choose one."),
    "units.open": _("The list of units is left open (等): others may belong to it."),
    "units.odd": _("“%(text)s” does not look like a unit."),
    "units.twice": _("“%(text)s” stands in this list twice."),
    "units.variant": _(
        "“%(text)s” may have lost a character: elsewhere the paper has “%(fuller)s”."
    ),
    "deadline.blank": _("The paper leaves the deadline blank. Set one when you confirm."),
    "deadline.no_year": _("The deadline “%(text)s” has no year. Add it when you confirm."),
    "deadline.vague": _("The deadline “%(text)s” names no day or month. Set one when you confirm."),
    "deadline.relative": _(
        "The deadline “%(text)s” counts from a day that is not printed with it. Set one when you confirm."
    ),
    "deadline.impossible": _("The deadline “%(text)s” is not a date of the calendar."),
    "deadline.unread": _("The deadline “%(text)s” was not understood. Set it when you confirm."),
    "lead.from_text": _(
        "The paper names no responsible unit for this item; the units stand in its sentences. Check them."
    ),
    "attribution.open": _(
        "The bracket that names the units is never closed: a part may be missing."
    ),
    "clause.missing": _("Before %(text)s these numbers are missing: %(numbers)s."),
    "paper.truncated": _("The text stops within a sentence: “%(text)s”. A part may be missing."),
    "rules.differ": _("The paper measures the same by %(count)s yardsticks: %(text)s."),
    "targets.differ": _("Two aims for “%(text)s” by the same day: %(first)s and %(second)s."),
    "pdf.no_text": _(
        "Page %(text)s holds no text, perhaps a picture. Upload the original document, or type that page."
    ),
    "pdf.too_long": _("Only the first %(text)s pages were read."),
    "web.too_deep": _("A part of the web page is nested too deeply to be read."),
    "foreign.hidden": _(
        "The web page hides this text from its readers, so it was left out: “%(text)s”."
    ),
    "foreign.injected": _(
        "“%(text)s” does not belong to the paper: an advertisement was put in, probably for a name."
    ),
    "foreign.page": _("“%(text)s” belongs to the web page and not to the paper."),
}


def sentence(problem: Problem) -> str:
    """The problem in words, in the reader's language."""
    return str(SENTENCES[problem.code]) % {"text": problem.text, **problem.values}

"""What is said about a file that keeps nothing out of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_SENTENCES = {
    "sheet.chosen": _("The list was found in the sheet “%(sheet)s”; not read: %(others)s."),
    "sheet.hidden": _("The sheet “%(sheet)s” is hidden in the file; it was read all the same."),
    "header.missing": _(
        "There is no header; what the columns mean was guessed from their content."
    ),
    "header.below": _("The header was found in row %(row)d; what stands above it was left out."),
    "header.twice": _(
        "Two columns are called “%(label)s” (%(first)s and %(second)s); only the first is read."
    ),
    "rows.hidden": _("%(count)d rows are hidden in the file and were read all the same: %(rows)s."),
    "columns.hidden": _(
        "Columns are hidden in the file and were read all the same: %(columns)s. Leave out below what is not wanted."
    ),
    "file.extras": _(
        "The file holds pictures, embedded files or links to other files; only its cells are read."
    ),
    "cells.merged": _("%(count)d merged ranges were filled downwards; check a few of these rows."),
    "text.encoding": _("The text file was read in the encoding %(encoding)s."),
    "file.again": _(
        "The same file was uploaded on %(on)s by %(by)s; the rows it brought will show as unchanged."
    ),
}


def known_codes() -> frozenset[str]:
    """Every code that has its sentence."""
    return frozenset(_SENTENCES)


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """The notice in the reader's language."""
    return str(_SENTENCES[code]) % params

"""The people of a list as a CSV file for the office; that it was made, and of whom, stands in the trail."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import audit
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import audit_codes
from sangyu.people.entitlement.models import Decision
from sangyu.people.entitlement.pages import words
from sangyu.people.entitlement.selectors.people import missing_labels
from sangyu.people.entitlement.types import State

PIECE = 2000
SIGNS = ("=", "+", "-", "@", "\t", "\r")


def answer(*, actor: Actor, rows: Any, query: Mapping[str, str]) -> StreamingHttpResponse:
    """The file, written while it is read."""
    audit.record(
        actor,
        audit_codes.EXPORTED,
        kind="entitlement",
        id="list",
        label=", ".join(f"{key}={value}" for key, value in sorted(query.items()) if key in {"programme", "state"}),
        after={"people": rows.count()},
    )  # fmt: skip
    response = StreamingHttpResponse(
        lines(rows.order_by("area_code", "id")), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="entitlements.csv"'
    return response


def lines(rows: Any) -> Iterator[str]:
    """Heading and rows; the mark in front tells spreadsheets that it is UTF-8."""
    head = [_("Name"), _("Area"), _("Programme"), _("State"), _("Yuan a month"), _("Since"), _("Missing")]  # fmt: skip
    yield "\ufeff" + _line(head)
    for row in rows.iterator(chunk_size=PIECE):
        yield _line(_cells(row))


def _cells(row: Decision) -> list[str]:
    return [
        row.elder.name,
        area_name(row.area_code).full_name,
        words.said(row.programme.name),
        str(State(row.state).label),
        f"{words.yuan(row.amount_fen)}",
        row.from_on.isoformat(),
        "、".join(missing_labels(row)) if row.state == State.MAYBE else "",
    ]


def _line(cells: list[str]) -> str:
    sink = io.StringIO()
    # A cell that a spreadsheet would take for a formula is told to be text.
    csv.writer(sink).writerow([f"'{cell}" if cell.startswith(SIGNS) else cell for cell in cells])
    return sink.getvalue()

"""How the worklist is parted: by whose it is, and by when it is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.selectors import Scope
from sangyu.city.duties.types import DutyRow

SCOPES: list[tuple[Scope | Literal[""], str | Promise]] = [
    ("", _("To do")),
    ("mine", _("Assigned to me")),
    ("unit", _("My unit's")),
    ("review", _("Waiting for our review")),
    ("area", _("My area's")),
]
WHEN: dict[str, str | Promise] = {
    "overdue": _("Overdue"),
    "week": _("Due within seven days"),
    "later": _("Due later"),
    "open": _("Without a due day"),
}
WEEK = timedelta(days=7)


def when(row: DutyRow, today: date) -> str:
    """The part of the worklist a duty belongs to; rows come sorted by due day, so parts do not mix."""
    if row.statutory_due is None:
        return "open"
    if row.statutory_due < today:
        return "overdue"
    return "week" if row.statutory_due <= today + WEEK else "later"

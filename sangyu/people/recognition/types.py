"""What leaves the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """What a check found. `replaced`: a later result of the same scale stands."""

    VALID = "valid", pgettext_lazy("a report", "Valid")
    NOT_YET = "not_yet", pgettext_lazy("a report", "Not valid yet")
    EXPIRED = "expired", pgettext_lazy("a report", "Expired")
    REPLACED = "replaced", _("Replaced by a later result")
    WITHDRAWN = "withdrawn", pgettext_lazy("a report", "Withdrawn")
    UNKNOWN = "unknown", _("No report bears this code")


TONES = {"valid": "good", "not_yet": "warn", "expired": "warn", "replaced": "warn"}
"""How an outcome is coloured; the others are bad."""


@dataclass(frozen=True)
class Checked:
    """All that the public page tells: validity and level. The level of a withdrawn or unknown report is not told."""

    outcome: Outcome
    instrument: str = ""
    level: int | None = None
    level_name: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

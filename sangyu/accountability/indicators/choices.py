"""The words that indicators and targets are made of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(models.TextChoices):
    """What a value is told in. A share is the numerator over the denominator; a number counts the numerator."""

    PERCENT = "percent", "%"
    NUMBER = "number", pgettext_lazy("unit of an indicator", "number")


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("The more, the better")
    DOWN = "down", _("The less, the better")
    NONE = "none", _("Neither is better")


class Period(models.TextChoices):
    """How often a value is due."""

    MONTH = "month", pgettext_lazy("period", "month")
    QUARTER = "quarter", pgettext_lazy("period", "quarter")
    HALF_YEAR = "half_year", pgettext_lazy("period", "half-year")
    YEAR = "year", pgettext_lazy("period", "year")


class Operator(models.TextChoices):
    """How a value is held against a target."""

    AT_LEAST = "ge", "≥"
    AT_MOST = "le", "≤"
    EXACTLY = "eq", "="
    ABOVE = "gt", ">"
    BELOW = "lt", "<"


class Modality(models.TextChoices):
    """How binding the clause is. Only what must be can be breached."""

    MUST = "must", pgettext_lazy("modality", "must")
    STRIVE = "strive", pgettext_lazy("modality", "strive for")
    SUPPORT = "support", pgettext_lazy("modality", "support")
    ENCOURAGE = "encourage", pgettext_lazy("modality", "encourage")
    EXPLORE = "explore", pgettext_lazy("modality", "explore")


class Origin(models.TextChoices):
    """Where a target comes from. One that somebody typed by hand is marked as such, and can never be green."""

    PAPER = "paper", pgettext_lazy("origin of a target", "from a paper")
    AREA = "area", pgettext_lazy("origin of a target", "set for one area")
    HAND = "hand", pgettext_lazy("origin of a target", "typed by hand")


class Answer(models.TextChoices):
    """What somebody said of a target that was read in a paper: which indicator speaks of it."""

    OPEN = "open", _("Not decided yet")
    INDICATOR = "indicator", _("Counted by an indicator")
    KNOWN = "known", _("There already as a target of this paper")
    REPORTED = "reported", _("Nobody counts it: reported by hand")
    WAITS = "waits", _("Waiting for data")


class Standing(models.TextChoices):
    """How a target stands on a day."""

    REACHED = "reached", _("Reached")
    ON_PATH = "on_path", _("On its path")
    BEHIND = "behind", _("A little behind")
    FAR_BEHIND = "far_behind", _("Far behind")
    MISSED = "missed", _("Missed")
    NOT_REACHED = "not_reached", _("Not reached, not binding")
    SELF_REPORTED = "self_reported", _("Self-reported")
    BEGUN = "begun", _("First value, no path yet")
    NOBODY = "nobody", _("Nobody to count")
    NOT_COUNTED = "not_counted", _("Not counted yet")
    WAITING = "waiting", _("Waiting for data")
    NOT_IN_FORCE = "not_in_force", _("Not in force then")


class Colour(models.TextChoices):
    """The four colours of the house, and none."""

    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    ORANGE = "orange", _("Orange")
    RED = "red", _("Red")
    NONE = "none", _("No colour")


COLOUR_OF = {
    Standing.REACHED: Colour.GREEN,
    Standing.ON_PATH: Colour.GREEN,
    Standing.BEHIND: Colour.YELLOW,
    Standing.FAR_BEHIND: Colour.ORANGE,
    Standing.MISSED: Colour.RED,
    Standing.NOT_REACHED: Colour.YELLOW,
}
"""The standings that have a colour; the others only tell what is missing for one."""

REPORTED = "reported"
"""What an indicator waits for that no room will ever count: figures that somebody reports."""

WINGS = {
    REPORTED: _("Figures reported by hand (self-reported)"),
    "people.assessment": _("Assessment (people)"),
    "people.entitlement": _("Entitlements (people)"),
    "places.facilities": _("Facilities and beds (places)"),
    "places.planning": _("Planning of facilities (places)"),
    "places.workforce": _("Workforce and training (places)"),
    "care.orders": _("Orders of services (care)"),
    "care.visits": _("Visits (care)"),
    "care.meals": _("Meals (care)"),
    "care.health": _("Health services (care)"),
    "safety.devices": _("Devices and monitoring (safety)"),
    "oversight.inspection": _("Inspections (oversight)"),
    "oversight.funds": _("Funds (oversight)"),
    "openapi.exchange": _("Exchange of data sets (open interface)"),
}
"""The rooms whose records an indicator may wait for, in the reader's language."""

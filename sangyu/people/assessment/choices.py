"""The values that the columns of orders and results may hold (Annex A of GB/T 42195-2022 where it has a list)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Occasion(models.TextChoices):
    """Why an assessment is ordered."""

    FIRST = "first", _("First assessment")
    ROUTINE = "routine", _("Routine re-assessment")
    IMMEDIATE = "immediate", _("Immediate re-assessment: the state has changed")
    DISPUTED = "disputed", _("Re-assessment of a disputed result")
    EXPIRY = "expiry", _("The result expires")


class OrderState(models.TextChoices):
    """Where an order stands."""

    ORDERED = "ordered", pgettext_lazy("an assessment", "Ordered")
    PLANNED = "planned", pgettext_lazy("an assessment", "Appointment made")
    DONE = "done", pgettext_lazy("an assessment", "Assessed")
    CANCELLED = "cancelled", pgettext_lazy("an assessment", "Cancelled")


OPEN_STATES = (OrderState.ORDERED, OrderState.PLANNED)


class Place(models.TextChoices):
    """Where it was assessed."""

    HOME = "home", _("At home")
    INSTITUTION = "institution", _("In an eldercare home")
    HOSPITAL = "hospital", _("In a hospital")
    AGENCY = "agency", _("At the agency")
    OTHER = "other", pgettext_lazy("a place", "Elsewhere")


class Informant(models.TextChoices):
    """Who told the assessors about the elder."""

    SELF = "self", _("The elder")
    SPOUSE = "spouse", _("Spouse")
    CHILD = "child", _("Son or daughter")
    RELATIVE = "relative", _("Other relative")
    CARER = "carer", _("Paid carer")
    COMMUNITY = "community", _("Staff of the community")
    OTHER = "other", pgettext_lazy("a person", "Somebody else")


class Origin(models.TextChoices):
    """How a result came into the house."""

    ASSESSED = "assessed", _("Assessed here")
    TAKEN_OVER = "taken_over", _("Taken over from an earlier system")
    RESCORED = "rescored", _("Re-scored under another standard")


STATE_TONES = {"ordered": "warn", "planned": "info", "done": "good", "cancelled": "muted"}
STANDING_TONES = {"valid": "good", "expiring": "warn", "expired": "bad", "not_yet": "muted"}


class CarePlace(models.TextChoices):
    """Where care fits (policy/advice.toml)."""

    HOME = "home", _("At home")
    COMMUNITY = "community", _("At home with services of the community")
    HOME_BED = "home_bed", _("Nursing bed at home")
    INSTITUTION = "institution", _("Eldercare home with nursing")

"""What leaves the duties room: kinds, states, and the rows that pages and other rooms show."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineKind(models.TextChoices):
    """The eight ways in which papers print a deadline."""

    DATED = "dated", _("By a date")
    YEARLY = "yearly", _("Every year")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    QUARTERLY = "quarterly", _("Every quarter")
    OPEN = "open", _("Without end")
    HYBRID = "hybrid", _("By a date, then kept up")
    STAGED = "staged", _("In yearly stages")
    NONE = "none", _("None printed")

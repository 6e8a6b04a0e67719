"""What the trail calls areas and their figures (kernel.audit.describe)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.models import AreaStatistic
from sangyu.kernel import audit

COUNTS = {"added": _("Added"), "changed": _("Changed"), "unchanged": _("As they were")}


def declare() -> None:
    """Lend the names."""
    fields = audit.words_of(AreaStatistic) | COUNTS
    audit.describe("area", _("Area"), fields=fields, choices=audit.choices_of(AreaStatistic))
    audit.describe("file", _("File"), fields=COUNTS)

"""What the parts of a score are called and counted from, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.accountability.plans.rules.score import Entry, Score

LABELS: dict[str, str | Promise] = {
    "duties": gettext_lazy("Tasks kept"),
    "returns": gettext_lazy("Returns handed in"),
    "goals": gettext_lazy("Goals of the year"),
    "commended": gettext_lazy("Commended"),
    "talked": gettext_lazy("Called in for a talk"),
    "referred": gettext_lazy("Referred for lawful handling"),
    "sent_back": gettext_lazy("Returns sent back"),
}


@dataclass(frozen=True)
class ScoreLine:
    """One line of a score sheet."""

    label: str
    points: Decimal
    of: Decimal | None
    reason: str


def reason_of(code: str, counts: dict[str, int]) -> str:
    """What the points were counted from."""
    if "count" in counts:
        return _("%(count)s in the year") % counts
    words = _("%(on_time)s kept in time, %(late)s late, %(unkept)s not kept")
    if code == "goals":
        words = _("%(on_time)s reached by a computed figure or accepted, %(unkept)s not")
    return words % counts


def score_lines(score: Score) -> list[ScoreLine]:
    """Every entry of a score, worded."""
    return [_line(entry) for entry in score.entries]


def _line(entry: Entry) -> ScoreLine:
    label = str(LABELS.get(entry.code, entry.code))
    return ScoreLine(label, entry.points, entry.of, reason_of(entry.code, dict(entry.counts)))

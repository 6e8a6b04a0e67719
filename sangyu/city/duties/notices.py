"""The register of notices: each code's sentence, made in the reader's language when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.registry import kind_of
from sangyu.kernel.ui import formats

_sentences: dict[str, str | Promise] = {}


def register(code: str, sentence: str | Promise) -> str:
    """Declare a notice (in a room's `rights.py` or `duties.py`); the sentence uses %(name)s words. Returns the code."""
    _sentences[code] = sentence
    return code


def is_known(code: str) -> bool:
    """True for a registered code."""
    return code in _sentences


def sentence_of(code: str, words: Mapping[str, object]) -> str:
    """The notice's sentence; the bare code if its room no longer knows it."""
    sentence = _sentences.get(code)
    return str(sentence) % words if sentence else code


def title_of(title: str, label: str = "", period: str = "") -> str:
    """A duty's title in a notice: of what, about whom, for when."""
    return f"{title}{f'（{label}）' if label else ''} {period}".strip()


def shown(words: Mapping[str, object]) -> dict[str, object]:
    """The words as a reader takes them: the title as its kind of duty words it, the day as days are written."""
    found = dict(words)
    named = str(kind_of(str(words.get("kind", ""))).title)
    if named:
        found["title"] = title_of(named, str(words.get("label", "")), str(words.get("period", "")))
    with suppress(ValueError):
        found["due"] = formats.day(date.fromisoformat(str(words.get("due", ""))))
    return found


OPENED = register("duty.opened", _("New duty: %(title)s, due %(due)s"))
ASSIGNED = register("duty.assigned", _("Assigned to you: %(title)s, due %(due)s"))
TRANSFERRED = register("duty.transferred", _("Transferred to your unit: %(title)s, due %(due)s"))
POSTPONED = register("duty.postponed", _("Later day granted: %(title)s, now due %(due)s"))
SUBMITTED = register("duty.submitted", _("%(unit)s submitted proof: %(title)s"))
RETURNED = register("duty.returned", _("Returned: %(title)s. Reason: %(reason)s"))
REOPENED = register("duty.reopened", _("Reopened: %(title)s. Reason: %(reason)s"))
SOON = register("duty.soon", _("Due soon: %(title)s, due %(due)s"))
OVERDUE = register("duty.overdue", _("Overdue: %(title)s was due %(due)s"))
OVERDUE_ELSEWHERE = register(
    "duty.overdue_elsewhere", _("%(unit)s is overdue: %(title)s was due %(due)s")
)
OVERDUE_MANY = register(
    "duty.overdue_many", _("%(count)s units are overdue: %(title)s was due %(due)s")
)
STEP = register("duty.step", _("No progress within the time of this step: %(title)s"))
REVIEW = register("duty.review", _("Proof waits for your review: %(title)s from %(unit)s"))

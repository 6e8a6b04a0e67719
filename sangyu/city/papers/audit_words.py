"""What the trail calls papers and their tasks (kernel.audit.describe)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from sangyu.city.papers.models import Paper, PaperRule, PaperTarget, PaperTask
from sangyu.kernel import audit


def declare() -> None:
    """Lend the names; what is put right in a task stands with its paper."""
    audit.describe(
        "paper", _("Paper"), url="papers:detail", choices=_joined(audit.choices_of),
        fields=_joined(audit.words_of) | {
            "tasks": _("Tasks"), "targets": _("Targets"), "rules": _("Rules"), "problems": _("what could not be read"),
        },
    )  # fmt: skip


def _joined(words: Callable[[type[Model]], dict[str, Any]]) -> dict[str, Any]:
    """What all tables of the room lend; what tasks are called comes last."""
    found: dict[str, Any] = {}
    for model in (PaperRule, PaperTarget, Paper, PaperTask):
        found |= words(model)
    return found

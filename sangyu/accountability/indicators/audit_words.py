"""What the trail calls statistics (kernel.audit.describe)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.accountability.indicators.choices import Answer
from sangyu.accountability.indicators.models import (
    IndicatorVersion,
    SelfReport,
    Statistic,
    StatisticCell,
    Target,
)
from sangyu.kernel import audit


def declare() -> None:
    """Lend the names; whose names were read behind a figure stands with its statistic."""
    audit.describe(
        "statistic", _("Statistic"), url="indicators:detail", choices=audit.choices_of(Statistic),
        fields=audit.words_of(StatisticCell) | audit.words_of(Statistic) | {
            "people": pgettext_lazy("how many", "People"),
        },
    )  # fmt: skip
    audit.describe(
        "indicator", _("Indicator"), choices=audit.choices_of(IndicatorVersion),
        fields=audit.words_of(IndicatorVersion) | {
            "part": _("Part of the figure"), "as_of": _("As of"), "people": pgettext_lazy("how many", "Records"),
        },
    )  # fmt: skip
    audit.describe(
        "indicators", _("Indicators"),
        fields={
            "targets": _("Targets"), "towns": pgettext_lazy("how many", "Towns"),
            "figures": pgettext_lazy("how many", "Figures"),
            "cells": pgettext_lazy("how many", "Values of areas"),
        },
    )  # fmt: skip
    audit.describe(
        "paper", _("Paper"), choices={"answer": Answer.choices},
        fields={
            "answer": _("what speaks of it"), "scope_condition": _("scope's condition"),
            "waits_for": _("waits for data from"), "target": _("Target"), "targets": _("Targets"),
        },
    )  # fmt: skip
    audit.describe(
        "target", _("Target"), url="targets:detail", choices=audit.choices_of(Target),
        fields=audit.words_of(SelfReport) | audit.words_of(Target) | {"checkpoints": _("Path")},
    )  # fmt: skip

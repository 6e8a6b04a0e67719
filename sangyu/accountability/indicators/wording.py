"""What a statistic's parts are called, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rules
from sangyu.accountability.indicators.models import Statistic
from sangyu.accountability.indicators.types import Definition
from sangyu.city.areas.selectors import area_name
from sangyu.insight.datasets import registry as datasets


def definition_of(row: Statistic) -> Definition:
    """The definition a statistic was computed by, which may be older than the one in force."""
    return rules.definition_read(row.definition)


def spoken(words: dict[str, str]) -> str:
    """The text for the reader's language."""
    return words["zh" if (get_language() or "zh").startswith("zh") else "en"]


def title_of(row: Statistic) -> str:
    """The statistic's title with its year: 2025 老年人口年度统计."""
    return f"{row.as_of.year} {spoken(definition_of(row).title)}"


def name_of(row: Statistic) -> str:
    """What the trail calls it, for good: 凯里市 2025 老年人口年度统计."""
    return f"{area_name(row.area_code).name} {row.as_of.year} {definition_of(row).title['zh']}"


def dimension_label(row: Statistic, code: str) -> str:
    """A dimension's name."""
    return _("All") if code == rules.TOTAL else spoken(definition_of(row).dimension(code).label)


def value_label(row: Statistic, dimension: str, value: str) -> str:
    """A value's name: an age band as it stands, else the label of the dataset's own column."""
    if dimension == rules.TOTAL:
        return _("Elders")
    if value == rules.UNKNOWN:
        return _("Not known")
    definition = definition_of(row)
    part = definition.dimension(dimension)
    if part.bands:
        return value
    labels = datasets.get(definition.dataset).by_name[part.column].values
    if value in labels:
        return str(labels[value])
    return _("Level %(level)s") % {"level": value} if dimension == "ability" else value

"""Django system checks: labels may name one column only, in either language, or a condition would be ambiguous."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils.translation import override

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import LANGUAGES, Dataset


@register()
def labels_are_unambiguous(app_configs: Any = None, **options: Any) -> Sequence[CheckMessage]:
    """datasets.E001: two columns of a dataset share a label, or a label is another column's name."""
    return [
        message
        for dataset in registry.all_datasets().values()
        for message in ambiguous_labels(dataset)
    ]


def ambiguous_labels(dataset: Dataset) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for language in LANGUAGES:
        with override(language):
            labels = Counter(str(column.label) for column in dataset.columns)
            labels.update(
                str(c.label)
                for c in dataset.columns
                if dataset.by_name.get(str(c.label), c) is not c
            )
        found += [
            Error(
                f"{dataset.name}: the label {label!r} ({language}) names two columns.",
                id="datasets.E001",
            )
            for label, times in labels.items()
            if times > 1
        ]
    return found

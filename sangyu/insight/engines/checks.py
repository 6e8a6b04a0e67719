"""Django system checks: a derived column must be an expression over the columns declared before it, of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Column, Dataset
from sangyu.insight.expressions.language import ExpressionError, parse_value
from sangyu.insight.expressions.tree import columns_of


@register()
def derived_columns_can_be_computed(
    app_configs: Any = None, **options: Any
) -> Sequence[CheckMessage]:
    """engines.E001: a dataset's derived column does not parse, looks ahead, or is of another kind."""
    return [
        message
        for dataset in registry.all_datasets().values()
        for message in faulty_columns(dataset)
    ]


def faulty_columns(dataset: Dataset) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    known = {column.name for column in dataset.stored}
    for column in dataset.derived:
        fault = _fault(dataset, column, known)
        known.add(column.name)
        if fault:
            found.append(Error(f"{dataset.name}.{column.name}: {fault}", id="engines.E001"))
    return found


def _fault(dataset: Dataset, column: Column, known: set[str]) -> str:
    try:
        tree = parse_value(column.derived, dataset).tree
    except ExpressionError as error:
        return str(error)
    ahead = [used.name for used in columns_of(tree) if used.name not in known]
    if ahead:
        return f"looks ahead to {', '.join(ahead)}"
    return "" if tree.shape.kind is column.kind else f"is {tree.shape.kind}, not {column.kind}"

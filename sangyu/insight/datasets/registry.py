"""The register of datasets: filled by rooms at start-up, read by expressions, engines and the dictionary's pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import Dataset, DatasetError
from sangyu.kernel.errors import NotFound

_datasets: dict[str, Dataset] = {}


def register(dataset: Dataset) -> Dataset:
    """Offer a dataset to insight. Twice the same is harmless; two different ones of one name are not."""
    known = _datasets.setdefault(dataset.name, dataset)
    if known is not dataset and definition_hash(known) != definition_hash(dataset):
        raise DatasetError(f"The dataset {dataset.name} is declared twice, differently.")
    return known


def unregister(name: str) -> None:
    """Take a dataset back (tests and benchmarks that declare their own)."""
    _datasets.pop(name, None)


def get(name: str) -> Dataset:
    """The dataset of this name."""
    try:
        return _datasets[name]
    except KeyError:
        raise NotFound(
            "dataset-unknown",
            _("There is no such dataset."),
            remedy=_("Choose one from the data dictionary."),
        ) from None


def all_datasets() -> Mapping[str, Dataset]:
    """Every dataset by name, in the order of names."""
    return dict(sorted(_datasets.items()))


def definition_hash(dataset: Dataset) -> str:
    """SHA-256 of everything that decides a snapshot's content. Labels and meanings do not."""
    content = {
        "name": dataset.name,
        "source": dataset.source,
        "where": dataset.where,
        "key": dataset.key,
        "area": dataset.area,
        "columns": [
            [c.name, c.kind.value, c.source_sql, c.derived, list(c.values), c.digits, c.scale]
            for c in dataset.columns
        ],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

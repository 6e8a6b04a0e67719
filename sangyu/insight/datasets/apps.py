"""The datasets room as a Django app: it brings a catalogue, and has no table."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DatasetsConfig(AppConfig):
    name = "sangyu.insight.datasets"
    label = "datasets"
    verbose_name = _("Datasets")

    def ready(self) -> None:
        from sangyu.insight.datasets import checks  # noqa: F401  # registers with Django

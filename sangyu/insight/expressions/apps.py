"""The expressions room as a Django app: it brings a catalogue, and has no table."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpressionsConfig(AppConfig):
    name = "sangyu.insight.expressions"
    label = "expressions"
    verbose_name = _("Expressions")

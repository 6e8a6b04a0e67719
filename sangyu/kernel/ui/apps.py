"""The Django app of the shared face."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Templates, static files and tags; no tables."""

    name = "sangyu.kernel.ui"
    label = "ui"
    verbose_name = _("Interface")

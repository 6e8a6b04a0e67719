"""The Django app of the shared face."""

from __future__ import annotations

import logging

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import catalogues

log = logging.getLogger(__name__)


class UiConfig(AppConfig):
    """Templates, static files and tags, and the forms that were sent already."""

    name = "sangyu.kernel.ui"
    label = "ui"
    verbose_name = _("Interface")

    def ready(self) -> None:
        """Compile translations that are newer than what was built; an installation may be read-only."""
        try:
            catalogues.compile_stale()
        except OSError as error:
            log.warning("Translations were not compiled: %s", error)

"""Imports as an application of their own: pages, jobs and Chinese texts. Their tables are the registry's."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav
from sangyu.kernel.ui.nav import Item


class IntakeConfig(AppConfig):
    """导入."""

    name = "sangyu.people.registry.intake"
    label = "intake"

    def ready(self) -> None:
        """Take a place in the navigation; lend the trail its names."""
        from sangyu.people.registry.intake import audit_words

        audit_words.declare()
        nav.register(
            Item("people", _("Imports"), "intake:list", "upload", "elder.import", order=30)
        )

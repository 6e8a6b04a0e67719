"""The openapi wing."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav


class OpenapiConfig(AppConfig):
    """开放接口."""

    name = "sangyu.openapi"
    label = "openapi"

    def ready(self) -> None:
        """Declare the wing's rights and actions."""
        from sangyu.openapi import audit_words, rights

        audit_words.declare()

        nav.register(
            nav.Item(
                "system", _("API tokens"), "tokens:list", "plug", rights.TOKEN_MANAGE, order=15
            )
        )

"""The openapi wing."""

from __future__ import annotations

from django.apps import AppConfig


class OpenapiConfig(AppConfig):
    """开放接口."""

    name = "sangyu.openapi"
    label = "openapi"

    def ready(self) -> None:
        """Declare the wing's rights and actions."""
        from sangyu.openapi import rights  # noqa: F401  registration

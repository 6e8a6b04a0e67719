"""The registry room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """对象登记."""

    name = "sangyu.people.registry"
    label = "registry"

    def ready(self) -> None:
        """Declare this room's rights."""
        from sangyu.people.registry import rights  # noqa: F401  registration

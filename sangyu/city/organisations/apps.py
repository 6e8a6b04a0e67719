"""The organisations room."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """组织."""

    name = "sangyu.city.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Declare this room's rights."""
        from sangyu.city.organisations import rights  # noqa: F401  registration

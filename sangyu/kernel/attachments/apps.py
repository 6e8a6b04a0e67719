"""The attachments room."""

from __future__ import annotations

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """附件."""

    name = "sangyu.kernel.attachments"
    label = "attachments"

    def ready(self) -> None:
        """Declare this room's action codes."""
        from sangyu.kernel.attachments import rights  # noqa: F401  registration

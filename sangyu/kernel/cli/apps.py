"""The kernel's command line as an app, so that Django finds its commands and its catalogue."""

from __future__ import annotations

from django.apps import AppConfig


class CliConfig(AppConfig):
    """命令行."""

    name = "sangyu.kernel.cli"
    label = "cli"

    def ready(self) -> None:
        """Register the system checks and the audit codes of the key rotation."""
        from sangyu.kernel.pii import checks, rotation  # noqa: F401  registration

"""The papers room."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """文件。"""

    name = "sangyu.city.papers"
    label = "papers"

    def ready(self) -> None:
        """Declare rights, audit codes and navigation."""
        from sangyu.city.papers import audit_words, navigation, rights  # noqa: F401

        audit_words.declare()

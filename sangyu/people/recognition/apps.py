"""The recognition room."""

from __future__ import annotations

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """评估结果互认."""

    name = "sangyu.people.recognition"
    label = "recognition"

    def ready(self) -> None:
        """Declare this room's rights, actions and entry in the menu."""
        from sangyu.people.recognition import audit_words, navigation

        audit_words.declare()
        navigation.declare()

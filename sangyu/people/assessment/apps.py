"""The assessment room."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """能力评估."""

    name = "sangyu.people.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Declare this room's rights, actions, duties and handlers."""
        from sangyu.people.assessment import (  # some register themselves by being imported
            audit_codes,  # noqa: F401
            audit_words,
            duties,  # noqa: F401
            handlers,  # noqa: F401
            navigation,
            rights,  # noqa: F401
        )

        audit_words.declare()
        navigation.declare()

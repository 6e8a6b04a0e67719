"""The assessment room."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """能力评估."""

    name = "sangyu.people.assessment"
    label = "assessment"

"""The areas room."""

from __future__ import annotations

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """行政区划."""

    name = "sangyu.city.areas"
    label = "areas"

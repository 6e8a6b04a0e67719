"""The demonstration city."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """演示."""

    name = "sangyu.demo"
    label = "demo"

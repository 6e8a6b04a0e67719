"""The papers room."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """文件。"""

    name = "sangyu.city.papers"
    label = "papers"

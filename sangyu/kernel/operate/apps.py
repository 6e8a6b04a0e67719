"""The operations commands."""

from __future__ import annotations

from django.apps import AppConfig


class OperateConfig(AppConfig):
    """运行."""

    name = "sangyu.kernel.operate"
    label = "operate"

"""Django's settings without a database: for benchmarks that need datasets and rules, not tables."""

from __future__ import annotations

import os


def setup() -> None:
    """Set Django up; nothing connects."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangyu.settings.demo")
    import django

    django.setup()

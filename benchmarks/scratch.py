"""A scratch database of its own for a benchmark: an embedded cluster in a folder, with the default settings."""

from __future__ import annotations

import os
from pathlib import Path

from sangyu.kernel.postgres import Server


def open_scratch(folder: Path) -> Server:
    """Start the cluster, set Django up on it and bring its tables up to date. Call before importing models."""
    server = Server(folder.resolve() / "postgres")
    server.start()
    os.environ["DATABASE_URL"] = server.url
    os.environ["SANGYU_VAR"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sangyu.settings.demo"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return server

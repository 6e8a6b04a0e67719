"""`sangyu areas load [PREFIX]`: the shipped area codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sangyu.city.areas.services import areas_load, shipped_rows


class Command(BaseCommand):
    """Load the area codes that Sangyu ships."""

    help = "Load the shipped area codes, all or below a prefix. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load")
        load.add_argument("prefix", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        count = areas_load(shipped_rows(options["prefix"]))
        self.stdout.write(f"{count} areas loaded.")

"""`sangyu areas load [PREFIX]`: the shipped area codes with their figures; `statistics load`: the figures alone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sangyu.city.areas.figures import figures_load, successions_load
from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.kernel.cli.console import command_actor, refusing


class Command(BaseCommand):
    """Load the area codes that Sangyu ships."""

    help = "Load the shipped area codes, all or below a prefix. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load")
        load.add_argument("prefix", nargs="?", default="")
        statistics = actions.add_parser("statistics", help="the dated figures of the areas")
        statistics.add_argument("verb", choices=["load"])
        statistics.add_argument("prefix", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        with refusing(self):
            if options["action"] == "load":
                count = areas_load(shipped_rows(options["prefix"]))
                links = successions_load(options["prefix"])
                self.stdout.write(f"{count} areas loaded, {links} new links to successors.")
            done = figures_load(actor=command_actor(), prefix=options["prefix"])
        self.stdout.write(
            f"Figures: {done.added} added, {done.changed} changed, {done.unchanged} as they were, "
            f"{done.kept} of the city's own kept."
        )
        if done.unknown:
            self.stderr.write(f"{done.unknown} belong to areas that are not loaded.")

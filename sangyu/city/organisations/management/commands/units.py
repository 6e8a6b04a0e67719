"""`sangyu units load [AREA]` and `sangyu units match NAME…`: the register of units."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sangyu.city.organisations.selectors import match_units
from sangyu.city.organisations.services import units_load
from sangyu.kernel.actors import system_actor


class Command(BaseCommand):
    """Load the shipped units of a city, or see which unit a printed name stands for."""

    help = "Load the shipped units and aliases of an area (safe to repeat), or match printed names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--area", default="522601", help="area code of the city (522601)")
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("load")
        match = actions.add_parser("match")
        match.add_argument("names", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "load":
            units, aliases = units_load(actor=system_actor("units-load"), area_code=options["area"])
            self.stdout.write(f"{units} units and {aliases} aliases loaded.")
            return
        for name, found in match_units(options["names"], options["area"]).items():
            units_text = "、".join(unit.name for unit in found.units or found.suggestions)
            self.stdout.write(f"{name}\t{found.how}\t{units_text}")

"""`sangyu demo_city`: build the demonstration city in the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sangyu.demo import city
from sangyu.kernel import clock


class Command(BaseCommand):
    """Build the demonstration city."""

    help = "Build the demonstration city (Kaili, about 95,000 made-up elders). What is there is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=42)
        parser.add_argument("--elders", type=int, default=city.ELDERS)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANGYU_DEMO:
            raise CommandError(
                "Made-up people do not belong into a real register; use sangyu.settings.demo."
            )
        city.build(
            seed=options["seed"],
            elders=options["elders"],
            at=clock.now(),
            today=clock.today(),
            say=self.stdout.write,
        )

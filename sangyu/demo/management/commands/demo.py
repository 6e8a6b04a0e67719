"""`sangyu demo`: the demonstration city, the site and a worker, until Ctrl-C."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.urls import reverse

from sangyu.demo import accounts, city, elsewhere
from sangyu.demo.running import (
    AlreadyRuns,
    House,
    NotRunning,
    Stopped,
    only_one,
    stopping_politely,
    why_not_free,
)
from sangyu.kernel import clock


class Command(BaseCommand):
    """One command from nothing to the sign-in page."""

    help = (
        "Build the demonstration (Kaili with about 95,000 made-up elders, and four lighter cities) if it is not there, "
        "then run the site and a worker until Ctrl-C. Nothing that is there is changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--elders", type=int, default=city.ELDERS)
        parser.add_argument("--seed", type=int, default=42)
        parser.add_argument("--build-only", action="store_true", help="build the city and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANGYU_DEMO:
            raise CommandError(
                "Made-up people do not belong into a real register. Run the demonstration with "
                "DJANGO_SETTINGS_MODULE=sangyu.settings.demo and a database of its own."
            )
        address = f"http://{options['host']}:{options['port']}{reverse('console:sign-in')}"
        try:
            with only_one(settings.VAR / "demo.lock", address):
                self._build_and_run(address, options)
        except (AlreadyRuns, NotRunning) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Stopped. The data stays; `make demo` starts it again.")

    def _build_and_run(self, address: str, options: dict[str, Any]) -> None:
        host, port = options["host"], options["port"]
        house = House(settings.VAR / "logs")
        try:
            refused = "" if options["build_only"] else why_not_free(host, port)
            if refused:
                raise NotRunning(
                    f"{refused} Stop what uses it, or choose another: make demo PORT={port + 1}"
                )
            with stopping_politely():
                self._build(options["elders"], options["seed"])
                if not options["build_only"]:
                    self._run(house, host, port, address)
        except Stopped:
            self.stdout.write("\nStopping …")
        finally:
            house.stop()
            connection.close()
            if settings.EMBEDDED_POSTGRES is not None:
                settings.EMBEDDED_POSTGRES.stop()

    def _build(self, elders: int, seed: int) -> None:
        began = time.monotonic()
        self.stdout.write("Tables …")
        call_command("migrate", verbosity=0)
        city.build(
            seed=seed, elders=elders, at=clock.now(), today=clock.today(), say=self.stdout.write
        )
        self.stdout.write(f"The city stands ({time.monotonic() - began:.0f} s).")

    def _run(self, house: House, host: str, port: int, address: str) -> None:
        house.start("site", ["serve", "--host", host, "--port", str(port)])
        house.start("worker", ["worker"])
        house.wait_until_answering(host, port, reverse("console:sign-in"))
        self.stdout.write(_welcome(address, house))
        self.stdout.flush()
        house.watch()


def _welcome(address: str, house: House) -> str:
    width = max(len(account.username) for account in accounts.ACCOUNTS)
    posts = "\n".join(
        f"    {account.username:<{width}}  {account.name} · {account.unit}"
        for account in accounts.ACCOUNTS
    )
    places = "、".join(place.name for place in elsewhere.PLACES)
    return f"""
  Sangyu 桑榆 runs:  {address}

  One click per role on that page, or sign in by name. Password of all: {accounts.PASSWORD}
{posts}
    and a clerk for every town: clerk-AREACODE
    four lighter cities, to be chosen on that page: {places}

  Logs: {house.logs}      Stop: Ctrl-C
"""

"""`sangyu messages`: bring the translation catalogues up to date; --check only looks, --compile only builds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sangyu.kernel.ui import catalogues


class Command(BaseCommand):
    """Keeps every room's Chinese catalogue complete."""

    help = "Bring the translation catalogues up to date and compile them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "rooms", nargs="*", help="only these rooms, by the name of their folder"
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; fail on missing, fuzzy or obsolete",
        )
        parser.add_argument("--compile", action="store_true", help="only compile what is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check(options["rooms"])
            return
        if not options["compile"]:
            for path in catalogues.update(options["rooms"]):
                self.stdout.write(f"updated {path.relative_to(catalogues.PACKAGE.parent)}")
        catalogues.compile_stale()
        if not options["compile"]:
            self._check(options["rooms"])

    def _check(self, rooms: list[str]) -> None:
        faults = catalogues.check(rooms)
        for fault in faults:
            place = fault.catalogue.relative_to(catalogues.PACKAGE.parent)
            self.stdout.write(f"{place}: {fault.what}: {fault.text!r}")
        if faults:
            raise CommandError(
                f"{len(faults)} entries to mend; `sangyu messages` adds what is missing."
            )

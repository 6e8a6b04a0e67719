"""`sangyu restore FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sangyu.kernel.operate import backup


class Command(BaseCommand):
    """And back again."""

    help = "Read a backup into an empty database (or any, with --replace)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="lose what is in the database now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.restore(options["file"], replace=options["replace"])
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored what was saved at {manifest['made_at']} by version {manifest['version']}. "
            "Run `sangyu migrate`, then `sangyu audit verify`."
        )

"""`sangyu backup FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sangyu.kernel.operate import backup


class Command(BaseCommand):
    """Everything into one file."""

    help = "Write the database and the uploaded files into one file. Keys are not in it: keep them apart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backup.create(options["file"])
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        size = options["file"].stat().st_size / 1024**2
        self.stdout.write(
            f"Saved to {options['file']} ({size:.1f} MiB). Keep the keys in another place."
        )

"""`sangyu keys create|rotate|status`: the keys that protect personal data.

A rotation in three steps: `keys create --next` adds a key to the file, which running processes notice within a second
and seal with; `keys rotate` brings what is stored under it; `keys status` shows that nothing is left under the old.
Keep the old key for as long as backups made before that may have to be read.
"""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseFailure
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangyu.kernel.cli.console import command_actor, fail, refusing, start_database
from sangyu.kernel.pii import keyfile, keys, rotation, sealed_columns

KEY_FILE = "pii-keys.json"
SECRET_FILE = "secret-key"


class Command(BaseCommand):
    """Create, rotate and look at the keys."""

    help = "Create, rotate and look at the keys that protect personal data."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser(
            "create", help="make the key files, readable by their owner only"
        )
        create.add_argument("--folder", type=Path, default=Path(settings.VAR) / "keys")
        create.add_argument(
            "--next",
            action="store_true",
            help="add a key to SANGYU_PII_KEYS_FILE that seals from now on",
        )
        rotate = actions.add_parser("rotate", help="re-encrypt everything under the newest key")
        rotate.add_argument("--batch", type=int, default=rotation.BATCH, help="rows a transaction")
        actions.add_parser("status", help="the keys, and how many values are sealed under each")

    def handle(self, *args: Any, **options: Any) -> None:
        with refusing(self):
            if options["action"] == "rotate":
                self._rotate(options["batch"])
            elif options["action"] == "status":
                self._status()
            elif options["next"]:
                self._create_next()
            else:
                self._create(options["folder"])

    def _create(self, folder: Path) -> None:
        key_path, secret_path = folder / KEY_FILE, folder / SECRET_FILE
        try:
            keyfile.write(key_path, keys.dump(keyfile.new_keyring()), replace=False)
        except FileExistsError:
            fail(self, _("%(path)s is there already and was not touched.") % {"path": key_path})
        except OSError as error:
            fail(self, f"{folder}: {error.strerror}")
        self.stdout.write(f"SANGYU_PII_KEYS_FILE={key_path.resolve()}")
        if not secret_path.exists():
            keyfile.write(secret_path, secrets.token_urlsafe(64) + "\n", replace=False)
        self.stdout.write(f"SANGYU_SECRET_KEY_FILE={secret_path.resolve()}")
        self.stderr.write(
            _(
                "Put these lines into the environment. Keep a copy of both files apart from the"
                " backups: without them no personal data can ever be read again."
            )
        )

    def _create_next(self) -> None:
        path = keys.key_file()
        if path is None:
            fail(self, _("Keys can be added only to a file: set SANGYU_PII_KEYS_FILE."))
        ring = keyfile.with_next_key(keys.keyring(fresh=True))
        keyfile.write(path, keys.dump(ring), replace=True)
        self.stdout.write(
            _("Key %(id)d seals from now on. Next: `sangyu keys rotate`.")
            % {"id": keys.keyring(fresh=True).current.id}
        )

    def _rotate(self, batch: int) -> None:
        start_database()
        unreadable = 0
        for done in rotation.keys_rotate(
            actor=command_actor(), batch=batch, progress=self._progress
        ):
            unreadable += len(done.unreadable)
            self.stdout.write(
                _("%(column)s: %(changed)d re-encrypted, %(unreadable)d unreadable")
                % {
                    "column": done.column.name,
                    "changed": done.changed,
                    "unreadable": len(done.unreadable),
                }
            )
            for pk in done.unreadable[:20]:
                self.stderr.write(f"{done.column.name} {pk}")
        if unreadable:
            fail(
                self,
                _("Unreadable values were left as they are; find the key they were sealed under."),
            )

    def _progress(self, column: sealed_columns.Column, changed: int) -> None:
        self.stderr.write(f"{column.name} {changed}")

    def _status(self) -> None:
        ring = keys.keyring(fresh=True)
        for key in ring.keys:
            state = pgettext("of a key", "seals") if key is ring.current else _("opens only")
            self.stdout.write(f"{key.id}\t{key.created.isoformat()}\t{state}")
        if ring.is_demo:
            self.stdout.write(_("This is the demonstration's public key; it protects nobody."))
        try:
            for column in sealed_columns.columns():
                counts = sealed_columns.counts_by_key(column)
                figures = ", ".join(f"{key_id}: {count}" for key_id, count in counts.items())
                self.stdout.write(f"{column.name}\t{figures or 0}")
        except DatabaseFailure:
            self.stderr.write(_("The database cannot be reached, so nothing was counted."))

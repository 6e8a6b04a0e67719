"""`sangyu keys create|rotate|status`: the keys that protect personal data.

A rotation in three steps: `keys create --next` adds a key to the file, which running processes notice within a second
and seal with; `keys rotate` brings what is stored under it; `keys status` shows that nothing is left under the old.
Keep the old key for as long as backups made before that may have to be read.

`keys rotate --index` replaces the HMAC key behind exact search in one go: both keys are held and searched by until
every index is made anew. Killed, it goes on where it stopped.
"""

from __future__ import annotations

import secrets
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseFailure
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangyu.kernel.cli.console import command_actor, fail, refusing, start_database
from sangyu.kernel.pii import keyfile, keys, reindexing, rotation, sealed_columns

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
        rotate.add_argument(
            "--index",
            action="store_true",
            help="replace the HMAC key of the search indexes instead; interrupted, run it again",
        )
        actions.add_parser("status", help="the keys, and how many values are sealed under each")

    def handle(self, *args: Any, **options: Any) -> None:
        with refusing(self):
            if options["action"] == "rotate":
                self._rotate_index(options["batch"]) if options["index"] else self._rotate(
                    options["batch"]
                )
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

    def _rotate_index(self, batch: int) -> None:
        """Add a new HMAC key, make every index anew, drop the former key once nothing is of it."""
        path = keys.key_file()
        if path is None:
            fail(self, _("Keys can be replaced only in a file: set SANGYU_PII_KEYS_FILE."))
        start_database()
        ring = keys.keyring(fresh=True)
        if ring.hmac_old is None:
            keyfile.write(path, keys.dump(keyfile.with_next_index_key(ring)), replace=True)
        self._remake(batch)
        self._remake(batch)  # what a write that was under way added with the former key
        ring = keys.keyring(fresh=True)
        keyfile.write(path, keys.dump(keyfile.without_old_index_key(ring)), replace=True)
        self.stdout.write(_("Every search index is under the new key; the former is dropped."))

    def _remake(self, batch: int) -> None:
        """One pass over all indexes, after every process has seen the key file; ends here if something stays behind."""
        time.sleep(keys.RELOAD_SECONDS * 2)
        keys.keyring(fresh=True)
        done = reindexing.indexes_remake(
            actor=command_actor(), batch=batch, progress=lambda n, c: self.stderr.write(f"{n} {c}")
        )
        for one in done:
            self.stdout.write(
                _("%(column)s: %(changed)d made anew, %(unreadable)d unreadable, %(taken)d taken")
                % {
                    "column": one.name,
                    "changed": one.changed,
                    "unreadable": len(one.unreadable),
                    "taken": len(one.taken),
                }
            )
            for pk in (*one.unreadable, *one.taken)[:20]:
                self.stderr.write(f"{one.name} {pk}")
        if not all(one.is_complete for one in done):
            fail(
                self,
                _(
                    "The former key is kept, so that everybody is still found. Mend the records named (merge those that"
                    " are taken), then run this again."
                ),
            )

    def _progress(self, column: sealed_columns.Column, changed: int) -> None:
        self.stderr.write(f"{column.name} {changed}")

    def _status(self) -> None:
        ring = keys.keyring(fresh=True)
        for key in ring.keys:
            state = pgettext("of a key", "seals") if key is ring.current else _("opens only")
            self.stdout.write(f"{key.id}\t{key.created.isoformat()}\t{state}")
        if ring.hmac_old is not None:
            self.stdout.write(
                _(
                    "The search indexes are being made anew: go on with `sangyu keys rotate --index`."
                )
            )
        if ring.is_demo:
            self.stdout.write(_("This is the demonstration's public key; it protects nobody."))
        try:
            for column in sealed_columns.columns():
                counts = sealed_columns.counts_by_key(column)
                figures = ", ".join(f"{key_id}: {count}" for key_id, count in counts.items())
                self.stdout.write(f"{column.name}\t{figures or 0}")
        except DatabaseFailure:
            self.stderr.write(_("The database cannot be reached, so nothing was counted."))

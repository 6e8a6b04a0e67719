"""`check --deploy` and `makemigrations --check` on the production profile, with throw-away keys and no server."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path

import django
from django.core.management import execute_from_command_line

PROFILE = {
    "DJANGO_SETTINGS_MODULE": "sangyu.settings.production",
    "SANGYU_SECRET_KEY": "only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABC",
    "SANGYU_HOSTS": "example.org",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "keys.json"
        os.environ.update(PROFILE, SANGYU_PII_KEYS_FILE=str(keys))
        django.setup()
        from sangyu.kernel.pii import keyfile  # needs the apps
        from sangyu.kernel.pii.keys import dump

        keyfile.write(keys, dump(keyfile.new_keyring()), replace=False)
        execute_from_command_line(["sangyu", "check", "--deploy", "--fail-level", "WARNING"])
        # Without a server makemigrations warns that it could not compare with the tables; the models are what counts.
        warnings.simplefilter("ignore", RuntimeWarning)
        execute_from_command_line(["sangyu", "makemigrations", "--check", "--dry-run"])


if __name__ == "__main__":
    main()

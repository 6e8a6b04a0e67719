"""The `sangyu` command: what a newcomer needs first, and every management command of the rooms below it."""

from __future__ import annotations

import os
import sys

HELP = """\
Sangyu 桑榆 - a city's eldercare, kept as promised.

  sangyu demo                    build the demonstration city and open it on 127.0.0.1:8000
  sangyu serve                   serve the site (granian)          sangyu worker   run the jobs
  sangyu migrate                 create or update the tables       sangyu pg ACTION  start|stop|status|url
  sangyu backup FILE             everything into one file          sangyu restore FILE   and back again
  sangyu areas load              the area codes of the five places
  sangyu units load              the units of the city             sangyu administrators UNIT   the first three
  sangyu papers tasks FILE       read a paper's task table         (--json)
  sangyu assess score FILE       score answer sheets: subtotals, total, level, reasons
  sangyu workdays add DATE N     the date N legal workdays later
  sangyu ids check KIND VALUE    KIND is resident or uscc
  sangyu audit verify            prove that the audit trail is whole
  sangyu keys create|rotate      the keys that protect personal data
  sangyu messages                bring the translation catalogues up to date

`sangyu help` lists every command, `sangyu help COMMAND` explains one.
Settings come from DJANGO_SETTINGS_MODULE (now {settings}); see docs/operations.md.
"""
# These answer without a database, so that they work before there is one.
NO_DATABASE = frozenset(
    {
        "help",
        "assess",
        "ids",
        "papers",
        "messages",
        "keys",
        "check",
        "collectstatic",
        "pg",
        "workdays",
        "version",
    }
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    args = sys.argv if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangyu.settings.demo")
    if len(args) < 2 or args[1] in {"--help", "-h"}:
        sys.stdout.write(HELP.format(settings=os.environ["DJANGO_SETTINGS_MODULE"]))
        return 0
    from django.core.management import execute_from_command_line

    if args[1] not in NO_DATABASE and "--help" not in args:
        _start_embedded_database()
    execute_from_command_line(["sangyu", *args[1:]])
    return 0


def _start_embedded_database() -> None:
    from django.conf import settings

    from sangyu.kernel.postgres import PostgresError

    if settings.EMBEDDED_POSTGRES is None:
        return
    try:
        settings.EMBEDDED_POSTGRES.start()
    except PostgresError as error:
        sys.exit(f"sangyu: {error}")


if __name__ == "__main__":
    sys.exit(main())

"""`sangyu workdays add DATE N`, and the calendar's editable days: list, set, unset, import."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseFailure
from django.utils.translation import gettext as _

from sangyu.kernel.cli.console import command_actor, fail, refusing, start_database
from sangyu.kernel.errors import DomainError
from sangyu.kernel.workdays import overlay, selectors, services
from sangyu.kernel.workdays.notice import BadNotice, date_read
from sangyu.kernel.workdays.rules import PACKAGE_CALENDAR, Calendar


class Command(BaseCommand):
    """Count legal workdays and edit their calendar."""

    help = "Count legal workdays (day 0 is the day of the event), and edit their calendar."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        add = actions.add_parser("add", help="print the date N legal workdays after DATE")
        add.add_argument("date")
        add.add_argument("days", type=int)
        listing = actions.add_parser("list", help="print the editable days and the known years")
        listing.add_argument("year", type=int, nargs="?")
        setting = actions.add_parser("set", help="make a day worked or free")
        setting.add_argument("date")
        setting.add_argument("rule", choices=["work", "off"])
        setting.add_argument("--source", required=True, help="the notice that says so")
        setting.add_argument("--note", default="")
        unset = actions.add_parser("unset", help="let the published calendar hold again")
        unset.add_argument("date")
        reading = actions.add_parser("import", help="take in a year's notice from a CSV file")
        reading.add_argument("file", type=Path)
        reading.add_argument("--source", required=True, help="the notice it was taken from")
        reading.add_argument(
            "--whole-year", type=int, action="append", default=[], help="a year it holds completely"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with refusing(self):
            if options["action"] == "add":
                self._add(_date(options["date"]), options["days"])
                return
            start_database()
            actions = {
                "list": self._list,
                "set": self._set,
                "unset": self._unset,
                "import": self._import,
            }
            actions[options["action"]](options)

    def _add(self, start: date, days: int) -> None:
        due = self._calendar().add_workdays(start, days)
        if not due.provisional:
            self.stdout.write(due.date.isoformat())
            return
        self.stdout.write(f"{due.date.isoformat()} (provisional)")
        self.stderr.write(
            _("Provisional: the count goes through a year whose holidays are not yet published.")
        )

    def _calendar(self) -> Calendar:
        """The calendar in force; without a database, the package's."""
        try:
            return overlay.read()
        except (DatabaseFailure, ImproperlyConfigured):
            self.stderr.write(
                _("The database cannot be reached: the editable days were not consulted.")
            )
            return PACKAGE_CALENDAR

    def _list(self, options: dict[str, Any]) -> None:
        for row in selectors.override_list(options["year"]):
            rule = "work" if row.is_workday else "off"
            self.stdout.write(f"{row.date.isoformat()}\t{rule}\t{row.note}\t{row.source}")
        years = PACKAGE_CALENDAR.known_years
        self.stdout.write(
            _("Published years: %(first)d to %(last)d.") % {"first": min(years), "last": max(years)}
        )
        for year, source in selectors.known_year_sources().items():
            self.stdout.write(
                _("Imported year: %(year)d (%(source)s).") % {"year": year, "source": source}
            )

    def _set(self, options: dict[str, Any]) -> None:
        services.day_set(
            actor=command_actor(),
            day=_date(options["date"]),
            is_workday=options["rule"] == "work",
            source=options["source"],
            note=options["note"],
        )

    def _unset(self, options: dict[str, Any]) -> None:
        services.day_remove(actor=command_actor(), day=_date(options["date"]))

    def _import(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        try:
            done = services.notice_import(
                actor=command_actor(),
                content=file.read_bytes(),
                name=file.name,
                source=options["source"],
                whole_years=options["whole_year"],
            )
        except OSError as error:
            fail(self, f"{file}: {error.strerror}")
        except BadNotice as error:
            for problem in error.problems:
                self.stderr.write(f"{file.name}:{problem.where}: {problem.message} {problem.value}")
            raise
        self.stdout.write(
            _("%(added)d added, %(changed)d changed, %(unchanged)d as they were.")
            % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
        )


def _date(text: str) -> date:
    day = date_read(text)
    if day is None:
        raise DomainError(
            "workdays-date", _("This is no date."), remedy=_("Write it as in 2026-09-30.")
        )
    return day

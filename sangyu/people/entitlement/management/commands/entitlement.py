"""`sangyu entitlement test [FILE…]`: the worked cases of the programmes. Status 1: a case and the rules differ.
`sangyu entitlement floors`: destitute support against the statistics of each area."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from sangyu.kernel.actors import system_actor
from sangyu.kernel.cli.console import fail
from sangyu.people.entitlement.cases import BadCase, Case, fault, file_cases, shipped_cases


class Command(BaseCommand):
    """Try the programmes."""

    help = "Try the worked cases of the programmes, or hold destitute support against its floors."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        trying = actions.add_parser("test", help="try worked cases; without files the shipped ones")
        trying.add_argument("files", nargs="*", type=Path)
        actions.add_parser("floors", help="destitute support against the statistics")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "floors":
            return self._floors()
        return self._test(options["files"])

    def _test(self, paths: list[Path]) -> None:
        try:
            cases: list[Case] = [case for path in paths for case in file_cases(path)]
            if not paths:
                cases = shipped_cases()
            faults = [(case, found) for case in cases if (found := fault(case))]
        except BadCase as error:
            fail(self, str(error))
        except OSError as error:
            fail(self, f"{error.filename}: {error.strerror}")
        for case, found in faults:
            self.stderr.write(f"{case.programme}, {case.name}: {found}")
        if faults:
            fail(self, _("%(count)s cases differ from the rules.") % {"count": len(faults)})
        self.stdout.write(_("%(count)s cases agree with the rules.") % {"count": len(cases)})

    def _floors(self) -> None:
        from sangyu.people.entitlement.selectors.floors import floors_check

        for line in floors_check(actor=system_actor("entitlement-floors")):
            self.stdout.write(line.sentence)

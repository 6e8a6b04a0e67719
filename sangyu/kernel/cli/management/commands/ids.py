"""`sangyu ids check resident|uscc VALUE`: is this number valid, and if not, why? Status 1 for a bad one."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from sangyu.kernel import ids
from sangyu.kernel.cli.console import refusing


class Command(BaseCommand):
    """Check one number."""

    help = "Check a resident ID (resident) or a unified social credit code (uscc)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="print what it tells, or the reason on stderr")
        check.add_argument("kind", choices=["resident", "uscc"])
        check.add_argument("value", help="the number; - reads it from standard input, unseen")

    def handle(self, *args: Any, **options: Any) -> None:
        value = options["value"]
        text = sys.stdin.readline() if value == "-" else value
        with refusing(self):
            line, warnings = _resident(text) if options["kind"] == "resident" else _code(text)
            self.stdout.write(line)
            for warning in warnings:
                self.stderr.write(_("Note: %(message)s") % {"message": warning.message})


def _resident(text: str) -> tuple[str, tuple[ids.Remark, ...]]:
    person = ids.resident_id_parse(text)
    line = _("Valid: %(masked)s, born %(birth_date)s, %(sex)s") % {
        "masked": person.masked,
        "birth_date": person.birth_date.isoformat(),
        "sex": _("male") if person.sex is ids.Sex.MALE else _("female"),
    }
    return line, person.warnings


def _code(text: str) -> tuple[str, tuple[ids.Remark, ...]]:
    code = ids.unified_code_parse(text)
    line = _("Valid: %(code)s, registered in %(area)s, organisation code %(organisation)s") % {
        "code": code.code,
        "area": code.area_code,
        "organisation": code.organisation_code,
    }
    return line, code.warnings

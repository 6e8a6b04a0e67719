"""`sangyu assess score FILE`: score answer sheets without a database. Status 1: nothing is scored, stderr says why."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sangyu.kernel.cli.console import fail
from sangyu.kernel.errors import Problem
from sangyu.people.assessment.files import BadSheets, file_score


class Command(BaseCommand):
    """Score answer sheets of the assessment instruments."""

    help = "Score the answer sheets of a JSON file: subtotals, total, levels and reasons."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        scoring = actions.add_parser("score", help="print the result of each sheet as JSON")
        scoring.add_argument("file", help="one sheet or a list; - reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = file_score(self._content(options["file"]))
        except BadSheets as error:
            fail(self, "\n".join(_line(problem) for problem in error.problems))
        self.stdout.write(json.dumps(done, ensure_ascii=False, indent=1))

    def _content(self, name: str) -> bytes:
        if name == "-":
            return sys.stdin.buffer.read()
        try:
            return Path(name).read_bytes()
        except OSError as error:
            fail(self, f"{name}: {error.strerror}")


def _line(problem: Problem) -> str:
    """Where, what is asked there, the value, the fault and the remedy, on one line."""
    place = " ".join(part for part in (problem.where, problem.field) if part)
    value = f"{problem.value} – " if problem.value else ""
    return f"{place}{': ' if place else ''}{value}{problem.message} {problem.remedy}"

"""`sangyu audit verify|seal|anchor`: prove that the audit trail is whole."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sangyu.kernel.audit import sealing, verification


def anchor(text: str) -> tuple[int, str]:
    """NUMBER:HASH as printed by `sangyu audit anchor`."""
    number, _, value = text.partition(":")
    if not number.isdecimal() or len(value) != 64:
        raise ArgumentTypeError(
            "an anchor looks like 12:ab34… (a number and 64 hexadecimal digits)"
        )
    return int(number), value


class Command(BaseCommand):
    """Exit status 1 if anything is found."""

    help = (
        "verify: check every entry and seal, and say which was changed, removed, inserted or moved (exit status 1). "
        "seal: seal what is not sealed yet. anchor: print the newest seal as NUMBER:HASH; keep it outside this "
        "system (on paper, in another unit's mail) and give it to verify --anchor to prove that the end was not cut."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify", "seal", "anchor"])
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument(
            "--anchor", type=anchor, action="append", default=[], metavar="NUMBER:HASH"
        )
        parser.add_argument(
            "--anchors", metavar="FILE", help="one anchor per line, as kept from `audit anchor`"
        )

    def handle(self, *, action: str, **options: Any) -> None:
        getattr(self, action)(options)

    def seal(self, options: dict[str, Any]) -> None:
        """Seal, and print how many entries were."""
        self._print(options, {"sealed": sealing.seal()}, "sealed {sealed} entries")

    def anchor(self, options: dict[str, Any]) -> None:
        """Print the newest seal."""
        head = sealing.head()
        if head is None:
            sys.exit("There is no seal yet; run `sangyu audit seal` first.")
        self._print(options, {"number": head[0], "hash": head[1]}, "{number}:{hash}")

    def verify(self, options: dict[str, Any]) -> None:
        """Verify, print, and exit with 1 if anything is wrong."""
        anchors = list(options["anchor"])
        if options["anchors"]:
            with open(options["anchors"], encoding="ascii") as lines:  # noqa: PTH123
                anchors += [anchor(line.strip()) for line in lines if line.strip()]
        began = time.monotonic()
        report = verification.check(anchors=anchors)
        result = verification.as_json(report) | {"seconds": round(time.monotonic() - began, 2)}
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            self._tell(result, report)
        if not report.is_whole:
            sys.exit(1)

    def _tell(self, result: dict[str, Any], report: verification.Report) -> None:
        self.stdout.write(
            "{entries} entries, {sealed} sealed by {seals} seals, {unsealed} not yet sealed, "
            "checked in {seconds} s".format(**result)
        )
        for finding in report.findings:
            where = f" (was sealed as {finding.was})" if finding.was else ""
            self.stdout.write(f"{finding.what}: {finding.number}{where}")
        self.stdout.write("whole" if report.is_whole else f"{len(report.findings)} findings")

    def _print(self, options: dict[str, Any], values: dict[str, Any], line: str) -> None:
        self.stdout.write(json.dumps(values) if options["json"] else line.format(**values))

"""`sangyu papers read FILE [--json]`: a whole paper, read without a database; `papers tasks` only its task table.

`sangyu papers samples` builds our samples; `sangyu papers packs list|show|load`: the shipped policy packs (packing.py).
Exit status 1: nothing was read, and the problems say why.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sangyu.city.papers.packs import packing
from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.reading.tasks import read_tasks
from sangyu.city.papers.reading_json import paper_dict, tasks_dict
from sangyu.city.papers.samples.build import FOLDER, built
from sangyu.kernel.errors import DomainError


class Command(BaseCommand):
    """Read a paper."""

    help = "Read a paper (.txt, .html, .docx, .xlsx, .pdf with text)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, text in (
            ("read", "Document, clauses, tasks, targets, rules and problems."),
            ("tasks", "The task table: tasks with units, deadlines and problems."),
        ):
            reader = actions.add_parser(name, help=text)
            reader.add_argument("file", type=Path)
            reader.add_argument("--json", action="store_true", dest="as_json")
        actions.add_parser("samples", help="Build the sample's .docx and .xlsx from its pack.")
        packing.add_arguments(actions.add_parser("packs", help="The shipped policy packs."))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "samples":
            for name, body in built().items():
                (FOLDER / name).write_bytes(body)
                self.stdout.write(name)
            return
        if options["action"] == "packs":
            packing.handle(options, self.stdout.write)
            return
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        result, is_read = _read(file, options["action"])
        self._print(result, as_json=options["as_json"])
        if not is_read:
            sys.exit(1)

    def _print(self, result: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
            return
        for task in result["tasks"]:
            units = f"{'、'.join(task['lead'])} | {'、'.join(task['support'])}"
            deadline = f"{task['deadline']} ({task['deadline_kind']})"
            self.stdout.write(f"{task['no']}. {task['title']} | {units} | {deadline}")
            for problem in task["problems"]:
                self.stdout.write(f"   ! {problem['message']}")
        for target in result.get("targets", ()):
            value = f"{target['operator']} {target['value']} {target['unit']}"
            self.stdout.write(f"= {target['indicator']} {value} ({target['due_on'] or '-'})")
        for rule in result.get("rules", ()):
            self.stdout.write(f"~ {rule['kind']}: {rule['printed']}")
        for problem in result["problems"]:
            self.stdout.write(f"! {problem['message']}")
        self.stdout.write(f"{len(result['tasks'])} / {len(result['problems'])}")


def _read(file: Path, action: str) -> tuple[dict[str, Any], bool]:
    """The result as plain data, and whether anything was read."""
    try:
        if action == "tasks":
            tasks = read_tasks(file, file.name)
            return tasks_dict(tasks), bool(tasks.tasks)
        paper = read_paper(file, file.name)
        return paper_dict(paper), bool(paper.tasks or paper.clauses)
    except DomainError as error:
        problem = {"code": error.code, "field": "file", "text": "", "message": str(error)}
        empty: dict[str, Any] = {"tasks": [], "problems": [problem]}
        if action == "read":
            empty = {"document": {}, "clauses": [], "targets": [], "rules": [], **empty}
        return empty, False

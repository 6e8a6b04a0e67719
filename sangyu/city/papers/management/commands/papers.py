"""`sangyu papers tasks FILE [--json]`: a paper's task table, read without a database; `papers samples` builds ours.

Exit status 1: no task was read, and the problems say why.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sangyu.city.papers.reading.tasks import read_tasks
from sangyu.city.papers.reading.types import Deadline, Problem, Task, TaskReading
from sangyu.city.papers.samples.build import FOLDER, built
from sangyu.city.papers.sentences import sentence
from sangyu.kernel.errors import DomainError


class Command(BaseCommand):
    """Read a paper's task table."""

    help = "Read the task table of a paper (.txt, .docx, .xlsx)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        tasks = actions.add_parser("tasks", help="Tasks with units, deadlines and problems.")
        tasks.add_argument("file", type=Path)
        tasks.add_argument("--json", action="store_true", dest="as_json")
        actions.add_parser("samples", help="Build the sample's .docx and .xlsx from its CSV.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "samples":
            for name, body in built().items():
                (FOLDER / name).write_bytes(body)
                self.stdout.write(name)
            return
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            reading = read_tasks(file, file.name)
        except DomainError as error:
            problem = {"code": error.code, "field": "file", "text": "", "message": str(error)}
            self._print({"tasks": [], "problems": [problem]}, as_json=options["as_json"])
            sys.exit(1)
        self._print(as_dict(reading), as_json=options["as_json"])
        if not reading.tasks:
            sys.exit(1)

    def _print(self, result: dict[str, list[dict[str, Any]]], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
            return
        for task in result["tasks"]:
            units = f"{'、'.join(task['lead'])} | {'、'.join(task['support'])}"
            deadline = f"{task['deadline']} ({task['deadline_kind']})"
            self.stdout.write(f"{task['no']}. {task['title']} | {units} | {deadline}")
            for problem in task["problems"]:
                self.stdout.write(f"   ! {problem['message']}")
        for problem in result["problems"]:
            self.stdout.write(f"! {problem['message']}")
        self.stdout.write(f"{len(result['tasks'])} / {len(result['problems'])}")


def as_dict(reading: TaskReading) -> dict[str, list[dict[str, Any]]]:
    """The reading as plain data. `title` is free of injected strings, `title_printed` is verbatim."""
    return {
        "tasks": [_task(task) for task in reading.tasks],
        "problems": [_problem(problem) for problem in reading.problems],
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "no": task.no,
        "part": task.part,
        "title": task.title.reading,
        "title_printed": task.title.printed,
        "measure": task.measure.reading,
        "lead": list(task.lead.names),
        "support": list(task.support.names),
        **_deadline(task.deadline),
        "span": [task.span.start, task.span.end],
        "problems": [_problem(problem) for problem in task.problems],
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "deadline": deadline.printed,
        "deadline_kind": deadline.kind.value,
        "dates": [day.isoformat() for day in deadline.dates],
        "start": deadline.start.isoformat() if deadline.start else None,
        "months": list(deadline.months),
        "day": deadline.day,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "field": problem.field,
        "text": problem.text,
        "message": sentence(problem),
        "span": [problem.span.start, problem.span.end] if problem.span else None,
    }

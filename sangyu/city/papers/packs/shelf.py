"""The packs that are shipped, read from `data/`. Nothing here touches the database.

A clause without a text of its own is a task (a row of a table, an item of the body): its words stand there, once.
"""

from __future__ import annotations

import csv
import dataclasses
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from sangyu.city.papers.packs.types import Clause, Document, Pack, PackRule, PackTask, Target
from sangyu.kernel.errors import NotFound

DATA = Path(__file__).with_name("data")


def names() -> list[str]:
    """The names of the shipped packs."""
    return sorted(folder.name for folder in DATA.iterdir() if (folder / "pack.toml").is_file())


def packs() -> list[Pack]:
    """Every shipped pack, by name."""
    return [pack(name) for name in names()]


def pack(name: str) -> Pack:
    """One pack. `NotFound` where none has this name."""
    if name not in names():
        raise NotFound("no-pack", _("There is no policy pack of this name."))
    return read(DATA / name)


@cache
def read(folder: Path) -> Pack:
    """A pack from its folder (a city may keep packs of its own elsewhere)."""
    about = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
    tasks = tuple(_task(row) for row in _rows(folder / "tasks.csv"))
    by_clause = {task.clause: task for task in tasks}
    return Pack(
        folder.name,
        Document(**about["document"]),
        tuple(_clause(row, by_clause) for row in _rows(folder / "clauses.csv")),
        tasks,
        tuple(_target(row) for row in _rows(folder / "targets.csv")),
        tuple(PackRule(**row) for row in _rows(folder / "rules.csv")),
    )


def as_dict(found: Pack) -> dict[str, object]:
    """The pack as plain data, with the keys of `sangyu papers read --json`."""
    return {
        "document": dataclasses.asdict(found.document),
        "clauses": [dataclasses.asdict(clause) for clause in found.clauses],
        "tasks": [dataclasses.asdict(task) for task in found.tasks],
        "targets": [dataclasses.asdict(target) for target in found.targets],
        "rules": [dataclasses.asdict(rule) for rule in found.rules],
    }


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _clause(row: dict[str, str], tasks: Mapping[str, PackTask]) -> Clause:
    clause = Clause(**row)
    task = tasks.get(clause.item)
    if clause.text or task is None:
        return clause
    return dataclasses.replace(
        clause, heading=clause.heading or task.title, text=task.measure or task.title
    )


def _task(row: dict[str, str]) -> PackTask:
    printed = {name: tuple(filter(None, row.pop(name).split("、"))) for name in ("lead", "support")}
    return PackTask(**row, **printed)  # type: ignore[arg-type]  # the columns are the fields


def _target(row: dict[str, str]) -> Target:
    due = row.pop("due")
    return Target(**row, due=date.fromisoformat(due) if due else None)

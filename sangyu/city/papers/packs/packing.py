"""The packs on the command line: `sangyu papers packs list | show NAME | load NAME`.

`load` takes `--area CODE`, `--from YEAR` (the first year of its duties) and `--look-first` (do not confirm yet).

`list` and `show` (JSON, with the keys of `sangyu papers read --json`) need no database.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from sangyu.city.papers.packs import services, shelf
from sangyu.kernel import clock
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import DomainError

Write = Callable[[str], object]


def add_arguments(parser: ArgumentParser) -> None:
    """The words behind `packs`."""
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("list", help="Which packs there are.")
    show = words.add_parser("show", help="What is in one, as JSON.")
    show.add_argument("name")
    load = words.add_parser("load", help="Load one, or bring it up to date.")
    load.add_argument("name")
    load.add_argument("--area", help="area code; the pack's own unless given")
    load.add_argument("--from", type=int, dest="year", help="duties from this year; this year")
    load.add_argument("--look-first", action="store_true", help="load without confirming")


def handle(options: Mapping[str, Any], write: Write) -> None:
    """Do what the words say."""
    try:
        {"list": _list, "show": _show, "load": _load}[options["word"]](options, write)
    except DomainError as error:
        raise CommandError(str(error)) from error


def _list(_options: Mapping[str, Any], write: Write) -> None:
    for pack in shelf.packs():
        about = pack.document
        counts = f"{len(pack.tasks)} tasks, {len(pack.targets)} targets, {len(pack.rules)} rules"
        write(f"{pack.name}  {about.area}  {about.title} {about.number} ({counts})")


def _show(options: Mapping[str, Any], write: Write) -> None:
    found = shelf.as_dict(shelf.pack(options["name"]))
    write(json.dumps(found, ensure_ascii=False, indent=1, default=str))


def _load(options: Mapping[str, Any], write: Write) -> None:
    pack = shelf.pack(options["name"])
    area = options["area"] or pack.document.area
    year = options["year"] or clock.today().year
    paper = services.pack_load(
        actor=system_actor("papers packs load").within(area), name=pack.name, at=clock.now(),
        starts_on=None if options["look_first"] else date(year, 1, 1),
    )  # fmt: skip
    write(f"{paper.title}: {paper.get_state_display()}, {paper.tasks.count()} tasks, {area}")

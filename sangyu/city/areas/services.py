"""Writes of areas: loading a code table. Idempotent."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources import files

from django.db import transaction

from sangyu.city.areas.models import Area
from sangyu.city.areas.selectors import names_changed
from sangyu.city.areas.types import LEVEL_BY_LENGTH, parent_code

SUFFIXES = ("居民委员会", "村民委员会", "社区居委会", "村委会", "居委会")
SHIPPED_SOURCE = "china-division 2.7.0 (MIT), GB/T 2260 and statistical division codes"


def short_name(name: str) -> str:
    """柴市社区居委会 → 柴市社区; 铁山村委会 → 铁山村."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            stem = name.removesuffix(suffix)
            if suffix == "社区居委会":
                return stem + "社区"
            return stem + "村" if suffix.startswith("村") and not stem.endswith("村") else stem
    return name


@transaction.atomic
def areas_load(rows: Iterable[tuple[str, str]], *, source: str = SHIPPED_SOURCE) -> int:
    """Insert or rename areas from (code, name) pairs, whatever their order; returns how many there were."""
    ordered = sorted(rows, key=lambda row: (len(row[0]), row[0]))
    known = {code for code, _name in ordered} | set(Area.objects.values_list("code", flat=True))
    areas = [
        Area(
            code=code,
            name=name,
            short_name=short_name(name),
            level=LEVEL_BY_LENGTH[len(code)],
            parent_id=parent_code(code) if parent_code(code) in known else None,
            source=source,
        )
        for code, name in ordered
    ]
    for length in LEVEL_BY_LENGTH:
        Area.objects.bulk_create(
            [area for area in areas if len(area.code) == length],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "short_name", "level", "parent", "source"],
            batch_size=2000,
        )
    names_changed()
    return len(areas)


def shipped_rows(prefix: str = "") -> list[tuple[str, str]]:
    """The shipped code table of the five places, below `prefix` and including the areas above it."""
    text = files("sangyu.city.areas").joinpath("data/areas.csv").read_text("utf-8")
    rows = [(row["code"], row["name"]) for row in csv.DictReader(text.splitlines())]
    return [row for row in rows if row[0].startswith(prefix) or prefix.startswith(row[0])]

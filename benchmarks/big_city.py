"""A city of Liaocheng's size: elders over all its communities, with a likely spread of names, ages and lives."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

PREFIX = "3715"
REGISTERED_ON = date(2023, 6, 1)
BORN_UNTIL = date(1963, 6, 1)


def build(elders: int, *, seed: int = 42) -> dict[str, Any]:
    """Fill an empty registry; returns the seconds of each step. Does nothing where people are already."""
    from django.db import connection

    from sangyu.city.areas.services import areas_load, shipped_rows
    from sangyu.kernel.actors import system_actor
    from sangyu.people.registry.models import Elder
    from sangyu.people.registry.services.bulk import elders_copy
    from sangyu.people.registry.services.categories import categories_recompute

    actor = system_actor("benchmark")
    if Elder.objects.exists():
        return {}
    areas_load(shipped_rows(PREFIX))
    seconds: dict[str, Any] = {}
    started = time.perf_counter()
    communities = [code for code, _name in shipped_rows(PREFIX) if len(code) == 12]
    elders_copy(actor=actor, rows=rows(elders, communities, seed), registered_on=REGISTERED_ON)
    seconds["copy"] = round(time.perf_counter() - started, 1)
    started = time.perf_counter()
    seconds["categories"] = vars(categories_recompute(actor=actor)) | {
        "seconds": round(time.perf_counter() - started, 1)
    }
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return seconds


def rows(elders: int, communities: list[str], seed: int) -> Iterator[dict[str, Any]]:
    """People, town by town as a real register grows."""
    from sangyu.city.areas.selectors import area_name
    from sangyu.demo.names import Names
    from sangyu.kernel.ids import resident_id_check_character

    rng = Random(seed)
    names = Names(rng)
    days = (BORN_UNTIL - date(1925, 1, 1)).days
    for serial in range(elders):
        community = communities[serial * len(communities) // elders]
        sex = "2" if rng.random() < 0.53 else "1"
        born = BORN_UNTIL - timedelta(days=int(days * rng.random() ** 1.6))
        draw = rng.random()
        first = f"{990000 + serial // 1000 % 10000}{born:%Y%m%d}{serial % 1000:03d}"
        yield {
            "name": names.full_name(sex),
            "id_kind": "resident",
            "id_number": first + resident_id_check_character(first),
            "phone": f"1{30 + serial // 100_000_000}{serial % 100_000_000:08d}",
            "sex": sex,
            "birth_date": born,
            "area_code": community,
            "address": names.address(" ".join(area_name(community).path[1:]), rural=draw < 0.6),
            "living": _pick(rng, _LIVING),
            "children_nearby": _pick(rng, _CHILDREN),
            "hukou_kind": "rural" if draw < 0.6 else "urban",
            "ability_level": None if draw < 0.7 else int(_pick(rng, _ABILITY)),
            "disability_grade": 1 + int(draw * 100) % 4 if rng.random() < 0.06 else None,
            "support_form": "scattered" if rng.random() < 0.012 else "none",
            "ethnicity": "01",
            "education": _pick(rng, _EDUCATION),
            "marriage": _pick(rng, _MARRIAGE),
            "medical_insurance": "resident" if draw < 0.7 else "employee",
        }


_LIVING = (
    ("couple", 0.42),
    ("with_children", 0.37),
    ("alone", 0.14),
    ("institution", 0.02),
    ("with_others", 0.05),
)
_CHILDREN = (("nearby", 0.7), ("away", 0.25), ("childless", 0.05))
_ABILITY = (("0", 0.6), ("1", 0.2), ("2", 0.1), ("3", 0.07), ("4", 0.03))
_EDUCATION = (("80", 0.45), ("70", 0.25), ("90", 0.2), ("60", 0.1))
_MARRIAGE = (("20", 0.7), ("30", 0.27), ("10", 0.03))


def _pick(rng: Random, weights: tuple[tuple[str, float], ...]) -> str:
    draw = rng.random()
    for value, weight in weights:
        draw -= weight
        if draw < 0:
            return value
    return weights[0][0]

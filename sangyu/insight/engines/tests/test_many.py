"""Many figures in one pass are the same figures as one question each, at every level and in every outcome."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import facts, services
from sangyu.insight.engines.dimensions import Area
from sangyu.insight.engines.duckdb import view_sql
from sangyu.insight.engines.figures import Figure, count_by
from sangyu.insight.engines.many import LEVELS, WORD, Measure, Pass, count_many
from sangyu.insight.engines.tests.villagers import AS_OF, TOWNS
from sangyu.insight.expressions.language import parse
from sangyu.kernel.actors import Actor, ActorKind, system_actor
from sangyu.kernel.errors import Forbidden

DIRECTOR = system_actor("director")
CLERK = Actor(ActorKind.ACCOUNT, "clerk", area_code=TOWNS[0])
TEXTS = [
    ("alive", "insured AND living IN ('alone', '空巢')"),
    ("", "insured"),
    ("NOT alive OR age >= 80", "NOT (insured OR sex = 'male')"),
    ("income < 5", "has(tags, 'poor') AND NOT has(tags, 'lost')"),
    ("alive AND living IS NULL", "rooms BETWEEN 0 AND 3 OR rooms IS NULL"),
    ("TRUE", "visited_on >= '2022-01-01'"),
    ("", ""),
]
MANY = [("alive", f"age >= {age} OR points > {age}") for age in range(50, 50 + WORD // 3)]


def measures(dataset: Dataset) -> list[Measure]:
    return [
        Measure(str(at), parse(num, dataset) if num else None, parse(den, dataset) if den else None)
        for at, (den, num) in enumerate(TEXTS + MANY)
    ]


@pytest.mark.parametrize("actor", [DIRECTOR, CLERK], ids=["city", "town"])
def test_one_pass_gives_what_single_questions_give(villagers: Dataset, actor: Actor) -> None:
    snapshot = services.snapshot_take(actor=DIRECTOR, dataset="villagers", as_of=AS_OF)
    asked = measures(villagers)
    found = {
        (c.key, c.area_code): (c.total, c.met, c.unknown)
        for c in count_many(snapshot, asked, actor=actor)
    }
    expected = {}
    for measure in asked:
        for digits in LEVELS:
            figure = Figure(snapshot, (Area(digits),), measure.numerator, measure.denominator)
            for cell in count_by(figure, actor=actor):
                if cell.total:
                    code = str(cell.at[f"area_{digits}"])
                    expected[measure.key, code] = (cell.total, cell.met, cell.unknown)
    assert found == expected
    assert len(Pass(villagers, asked).words) > 1


def test_family_members_count_nobody(villagers: Dataset) -> None:
    snapshot = services.snapshot_take(actor=DIRECTOR, dataset="villagers", as_of=AS_OF)
    family = Actor(ActorKind.ACCOUNT, "f", area_code=TOWNS[0], subject_ids=frozenset({1}))
    with pytest.raises(Forbidden):
        count_many(snapshot, measures(villagers), actor=family)


def test_facts_give_the_same_and_open_to_who_is_missing(villagers: Dataset, tmp_path: Path) -> None:
    snapshot = services.snapshot_take(actor=DIRECTOR, dataset="villagers", as_of=AS_OF)
    asked = Pass(villagers, measures(villagers))
    connection = duckdb.connect()
    path = tmp_path / "fact.parquet"
    facts.fact_write(asked, f"({view_sql(snapshot)})", connection, path)
    found = {(c.key, c.area_code): c for c in asked.cells(facts.fact_count(asked, [path]))}
    many = {(c.key, c.area_code): c for c in count_many(snapshot, asked.measures, actor=DIRECTOR)}
    assert found == many
    for number in range(len(TEXTS)):
        cell = many[str(number), TOWNS[0]]
        keys: list[tuple[int, int]] = []
        while page := facts.fact_open(
            asked, [path], connection, measure=number, area=TOWNS[0], limit=7,
            after=keys[-1] if keys else (0, 0),
        ):  # fmt: skip
            keys += page
        assert len(set(keys)) == len(keys) == cell.total - cell.met - cell.unknown
        assert {facts.area_of(place)[:9] for place, _key in keys} <= {TOWNS[0]}

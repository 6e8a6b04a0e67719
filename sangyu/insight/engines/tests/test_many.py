"""Many figures in one pass are the same figures as one question each, at every level and in every outcome."""

from __future__ import annotations

import pytest

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import services
from sangyu.insight.engines.dimensions import Area
from sangyu.insight.engines.figures import Figure, count_by
from sangyu.insight.engines.many import LEVELS, Measure, count_many
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
MANY = [("alive", f"age >= {age} OR points > {age}") for age in range(50, 71)]


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


def test_family_members_count_nobody(villagers: Dataset) -> None:
    snapshot = services.snapshot_take(actor=DIRECTOR, dataset="villagers", as_of=AS_OF)
    family = Actor(ActorKind.ACCOUNT, "f", area_code=TOWNS[0], subject_ids=frozenset({1}))
    with pytest.raises(Forbidden):
        count_many(snapshot, measures(villagers), actor=family)

"""The indicators that come with Sangyu, unchanged, on Spark: the same figures for every area as in the process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from sangyu.accountability.indicators import shipped
from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Column, Dataset, Kind
from sangyu.insight.engines.many import LEVELS, Measure, Pass, count_many, count_pass
from sangyu.insight.engines.protocol import Embedded, count, count_wherever
from sangyu.insight.engines.tests.tables import written
from sangyu.insight.expressions.language import parse
from sangyu.kernel.actors import Actor, ActorKind, system_actor
from sangyu.kernel.errors import Forbidden

if TYPE_CHECKING:
    from sangyu.insight.engines.spark import Spark

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.slow]
AS_OF = date(2025, 12, 31)
TOWNS = ("522601101", "522601102", "522602")
ROWS = 500
TYPES = {
    Kind.BOOLEAN: pa.bool_(),
    Kind.INTEGER: pa.int64(),
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TAGS: pa.list_(pa.string()),
}


def drafts() -> dict[str, list[Any]]:
    """The shipped definitions that count records, by dataset."""
    known = registry.all_datasets()
    found: dict[str, list[Any]] = {}
    for draft in shipped.indicator_drafts():
        if draft.dataset in known:
            found.setdefault(draft.dataset, []).append(draft)
    return found


def measures(dataset: Dataset) -> list[Measure]:
    return [
        Measure(
            str(at), parse(one.numerator, dataset),
            parse(one.denominator, dataset) if one.denominator.strip() else None,
        )
        for at, one in enumerate(drafts()[dataset.name])
    ]  # fmt: skip


def values(rng: Random, dataset: Dataset, column: Column) -> Iterator[Any]:
    """What a column might hold, some of it missing."""
    listed = sorted(column.values) or ["", "甲", "o'k"]
    for number in range(ROWS):
        if column.name == dataset.key:
            yield number
        elif column.name == dataset.area:
            yield f"{rng.choice(TOWNS)}{rng.randrange(1, 4):03}"[: rng.choice((12, 12, 9))]
        elif rng.random() < 0.15:
            yield None
        else:
            yield {
                Kind.BOOLEAN: rng.random() < 0.5,
                Kind.INTEGER: rng.randrange(-1, 8),
                Kind.DECIMAL: Decimal(rng.randrange(-10, 10**6)) / 10**column.scale,
                Kind.TEXT: rng.choice(listed),
                Kind.DATE: AS_OF - timedelta(rng.randrange(-30, 36_000)),
                Kind.TAGS: rng.sample(listed, rng.randrange(min(3, len(listed)) + 1)),
            }[column.kind]


def table(dataset: Dataset) -> pa.Table:
    rng = Random(7)  # noqa: S311  # test data
    return pa.table(
        {
            column.name: pa.array(
                list(values(rng, dataset, column)),
                TYPES.get(column.kind) or pa.decimal128(column.digits, column.scale),
            )
            for column in dataset.stored
        }
    )


@pytest.mark.parametrize("name", sorted(drafts()))
def test_shipped_indicators_are_the_same(
    spark: Spark, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dataset = registry.get(name)
    snapshot = written(table(dataset), dataset, AS_OF, tmp_path_factory.mktemp(name))
    asked = Pass(dataset, measures(dataset), AS_OF, LEVELS)
    assert len(asked.measures) > 0
    here = set(asked.cells(count_pass(asked, snapshot.parts)))
    assert here == set(asked.cells(count(Embedded(), asked, snapshot)))
    assert here == set(asked.cells(count(spark, asked, snapshot)))
    assert {cell.area_code for cell in here} >= {"522601101", "522601102", "522602", "5226"}


def test_the_nightly_count_runs_where_the_settings_say(
    spark: Spark,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from sangyu.insight.engines import spark as engine

    asked: list[str] = []

    def named(master: str, _properties: str) -> Spark:
        asked.append(master)
        return spark

    monkeypatch.setattr(engine, "cluster", named)
    dataset = registry.get(min(drafts()))
    snapshot = written(table(dataset), dataset, AS_OF, tmp_path_factory.mktemp("night"))
    actor = system_actor("night").within(TOWNS[0])
    here = count_many(snapshot, measures(dataset), actor=actor)
    assert set(count_wherever(snapshot, measures(dataset), actor=actor)) == set(here) != set()
    assert asked == []
    settings.SPARK_MASTER = "spark://there:7077"
    assert set(count_wherever(snapshot, measures(dataset), actor=actor)) == set(here)
    assert asked == ["spark://there:7077"]
    family = Actor(ActorKind.ACCOUNT, "f", area_code=TOWNS[0], subject_ids=frozenset({1}))
    with pytest.raises(Forbidden):
        count_wherever(snapshot, measures(dataset), actor=family)

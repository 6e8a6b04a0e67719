"""Any condition that the language allows says the same in DuckDB and on Spark; and what is computed there is the same
file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.insight.engines.errors import QueryError, SnapshotMissing
from sangyu.insight.engines.protocol import PER_WORD, Embedded, Engine, compute, outcome_words
from sangyu.insight.engines.types import Snapshot
from sangyu.insight.expressions.language import Expression, Formula, parse, parse_value
from sangyu.insight.expressions.tests.people import PEOPLE, attempt, make_row
from sangyu.insight.expressions.tests.texts import ROWS, condition

if TYPE_CHECKING:
    from sangyu.insight.engines.spark import Spark

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.slow]


def answers(engine: Engine, snapshot: Snapshot, asked: list[Expression]) -> list[dict[str, Any]]:
    name = engine.dialect.identifier
    told = ", ".join(f"{one.to_sql(engine.dialect)} AS c{at}" for at, one in enumerate(asked))
    sql = f"SELECT {name('id')}, {told} FROM {name(PEOPLE.name)} ORDER BY {name('id')}"
    found: list[dict[str, Any]] = engine.query(snapshot, sql).to_pylist()
    return found


# One question to a cluster takes as long as a thousand to DuckDB: few examples, each of many texts and rows.
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)  # fmt: skip
@given(
    texts=st.lists(condition, min_size=30, max_size=40),
    rows=st.lists(ROWS, min_size=4, max_size=10),
)
def test_random_conditions_agree(
    spark: Spark,
    people: Callable[[list[dict[str, Any]]], Snapshot],
    texts: list[str],
    rows: list[dict[str, Any]],
) -> None:
    tried = [attempt(text) for text in texts]
    asked = [each for each in tried if isinstance(each, Expression)]
    snapshot = people([row | {"id": at, "as_of": rows[0]["as_of"]} for at, row in enumerate(rows)])
    assert answers(spark, snapshot, asked) == answers(Embedded(), snapshot, asked)


def test_what_is_computed_is_the_same_file(
    spark: Spark, people: Callable[[list[dict[str, Any]]], Snapshot], tmp_path: Path
) -> None:
    from tests.spark.test_functions import CONDITIONS, rows

    snapshot = people(rows())
    columns: dict[str, Expression | Formula] = {
        "entitled": parse("age >= 80 AND insured", PEOPLE),
        "left": parse_value("income - rent", PEOPLE),
        "years": parse_value("age", PEOPLE),
    }
    tables = []
    for engine, folder in ((Embedded(), tmp_path / "here"), (spark, tmp_path / "there")):
        files = compute(engine, snapshot, columns, folder)
        tables.append(pq.ParquetDataset(list(files)).read().sort_by("id").to_pylist())
        conditions = [parse(text, PEOPLE).to_sql(engine.dialect) for text in CONDITIONS]
        words = outcome_words(conditions)
        assert len(words) == -(-len(conditions) // PER_WORD) > 1
        named = ", ".join(f"{word} AS w{at}" for at, word in enumerate(words))
        sql = f"SELECT {named} FROM {engine.dialect.identifier(PEOPLE.name)} ORDER BY {engine.dialect.identifier('id')}"
        tables.append(engine.query(snapshot, sql).to_pylist())
    assert tables[0] == tables[2]
    assert tables[1] == tables[3]
    assert list(tables[0][0]) == ["id", "area_code", "entitled", "left", "years"]
    assert {row["entitled"] for row in tables[0]} == {True, False, None}


def test_a_session_is_kept_and_made_anew_when_the_cluster_has_ended_it(
    spark: Spark,
    address: tuple[str, str],
    people: Callable[[list[dict[str, Any]]], Snapshot],
) -> None:
    from sangyu.insight.engines.spark import cluster

    context = spark._session.sparkContext
    assert cluster(*address)._session.sparkContext is context
    context._jsc.sc().stop()
    spark._session = cluster(*address)._session
    assert spark._session.sparkContext is not context
    assert answers(spark, people([make_row()]), [parse("age = 85", PEOPLE)]) == [
        {"id": 1, "c0": True}
    ]


def test_only_a_question_to_a_snapshot_that_is_there(
    spark: Spark, people: Callable[[list[dict[str, Any]]], Snapshot]
) -> None:
    from tests.spark.test_functions import rows

    snapshot = people(rows())
    with pytest.raises(QueryError) as caught:
        spark.query(snapshot, "DROP VIEW test_people")
    assert caught.value.code == "query-refused"
    snapshot.parts[0].unlink()
    with pytest.raises(SnapshotMissing):
        spark.query(snapshot, "SELECT 1")

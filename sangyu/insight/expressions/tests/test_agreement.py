"""Python and DuckDB give the same answer (yes, no, cannot tell) to random expressions over random rows."""

from __future__ import annotations

import string

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.insight.expressions.errors import ExpressionError
from sangyu.insight.expressions.explaining import Outcome, explain
from sangyu.insight.expressions.language import Expression, complete
from sangyu.insight.expressions.tests.people import PEOPLE, attempt
from sangyu.insight.expressions.tests.texts import ROWS, SCHEMA, condition

LAX = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LAX
@given(
    texts=st.lists(condition, min_size=1, max_size=4), rows=st.lists(ROWS, min_size=1, max_size=4)
)
def test_python_and_duckdb_agree(texts: list[str], rows: list[dict[str, object]]) -> None:
    tried = [attempt(text) for text in texts]
    refusals = {each.code for each in tried if isinstance(each, ExpressionError)}
    assert refusals <= {
        "expression-too-wide",
        "expression-too-deep",
    }  # nothing else may be wrong with these texts
    parsed = [each for each in tried if isinstance(each, Expression)]
    if not parsed:
        return
    full = [dict(complete(PEOPLE, row)) for row in rows]
    table = pa.Table.from_pylist(full, schema=SCHEMA)
    with duckdb.connect() as connection:
        connection.register("people", table)
        sql = ", ".join(f"({each.to_duckdb()})::BOOLEAN" for each in parsed)
        found = connection.execute(f"SELECT {sql} FROM people").fetchall()
    for row, answers in zip(full, found, strict=True):
        for each, answer in zip(parsed, answers, strict=True):
            assert each.outcome(row) is answer, (each.text, row)
            assert explain(each, row).outcome is Outcome.of(answer)


@LAX
@given(row=ROWS, text=condition)
def test_the_explanation_is_made_of_the_conditions(row: dict[str, object], text: str) -> None:
    parsed = attempt(text)
    if isinstance(parsed, ExpressionError):
        return
    tree = explain(parsed, row)
    assert [leaf.text for leaf in tree.leaves()] == [single.text for single in parsed.conditions()]
    if tree.outcome is Outcome.UNKNOWN:
        assert tree.missing()


def as_written(text: str) -> st.SearchStrategy[str]:
    """The text with a few characters put in, taken out or exchanged."""
    junk = st.text(string.printable + "（），‘’年龄且或\u200b\u202e𠮷\x00", max_size=3)
    return st.builds(
        lambda at, drop, new: text[:at] + new + text[at + drop :],
        st.integers(0, len(text)), st.integers(0, 4), junk,
    )  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=condition.flatmap(as_written) | st.text(max_size=40))
def test_any_text_is_either_an_expression_or_a_pointed_refusal(text: str) -> None:
    parsed = attempt(text)
    if isinstance(parsed, ExpressionError):
        assert 0 <= parsed.start <= parsed.end <= len(text)
        assert parsed.word == text[parsed.start : parsed.end]
        return
    sql = parsed.to_duckdb()
    with duckdb.connect() as connection:
        connection.register("people", SCHEMA.empty_table())
        assert connection.execute(f"SELECT ({sql})::BOOLEAN FROM people").fetchall() == []

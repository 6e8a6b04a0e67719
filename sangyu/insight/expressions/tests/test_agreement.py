"""Python and DuckDB give the same answer (yes, no, cannot tell) to random expressions over random rows."""

from __future__ import annotations

import string
from datetime import date

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.insight.expressions.errors import ExpressionError
from sangyu.insight.expressions.explaining import Outcome, explain
from sangyu.insight.expressions.language import Expression, complete
from sangyu.insight.expressions.tests.people import PEOPLE, attempt

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("area_code", pa.string()),
        ("birth_date", pa.date32()),
        ("moved_on", pa.date32()),
        ("rooms", pa.int32()),
        ("living", pa.string()),
        ("income", pa.decimal128(14, 2)),
        ("rent", pa.decimal128(9, 1)),
        ("street", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("insured", pa.bool_()),
        ("disabled", pa.bool_()),
        ("as_of", pa.date32()),
        ("age", pa.int64()),
    ]
)
DAYS = st.dates(date(1900, 1, 1), date(2030, 12, 31)) | st.sampled_from(
    [date(1960, 2, 29), date(2000, 2, 29), date(2023, 2, 28), date(2024, 3, 1), date(1960, 1, 31)]
)
LIVING = st.sampled_from(["alone", "couple", "kin"])
STREETS = st.sampled_from(["大十字街道", "大十字", "", "O'Brien", "a", "ａ", "𠮷", "Z"])
TAGS = st.sampled_from(["poor", "lost", "o'k"])
CENTS = st.decimals(-(10**11), 10**11, places=2) | st.decimals(-3, 3, places=2)
TENTHS = st.decimals(-(10**7), 10**7, places=1) | st.decimals(-3, 3, places=1)
ROOMS = st.integers(-(2**31) + 1, 2**31 - 1) | st.integers(-3, 3)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


ROWS = st.fixed_dictionaries(
    {
        "id": st.integers(1, 2**62),
        "area_code": st.sampled_from(["522601001001", "522602"]),
        "birth_date": maybe(DAYS),
        "moved_on": maybe(DAYS),
        "rooms": maybe(ROOMS),
        "living": maybe(LIVING),
        "income": maybe(CENTS),
        "rent": maybe(TENTHS),
        "street": maybe(STREETS),
        "tags": maybe(st.lists(maybe(TAGS), max_size=3)),
        "insured": maybe(st.booleans()),
        "disabled": maybe(st.booleans()),
        "as_of": DAYS,
    }
)


def quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


NUMBERS = (
    st.integers(0, 999_999_999_999_999).map(str)
    | st.integers(0, 5).map(str)
    | st.sampled_from(["0.5", "1000.50", "99999999.9999999", "0.00"])
)
DATE_TEXTS = DAYS.map(quoted)
number_leaf = st.sampled_from(["rooms", "income", "rent", "age", "id"]) | NUMBERS
date_value = st.sampled_from(["birth_date", "moved_on", "as_of"])
interval = st.builds(
    "{}({}, {})".format,
    st.sampled_from(["years_between", "months_between", "days_between"]),
    date_value,
    date_value | DATE_TEXTS,
)
number = st.recursive(
    number_leaf | interval,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner)
        | st.builds("(-{})".format, inner)
        | st.builds(
            "{}({}, {})".format, st.sampled_from(["least", "greatest", "coalesce"]), inner, inner
        )
    ),
    max_leaves=4,
)
relation = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
text_value = st.just("street") | st.builds("coalesce(street, {})".format, STREETS.map(quoted))
dates = date_value | st.builds(
    "{}(birth_date, moved_on)".format, st.sampled_from(["least", "greatest", "coalesce"])
)
leaf = st.one_of(
    st.builds("{} {} {}".format, number, relation, number),
    st.builds("{} {}BETWEEN {} AND {}".format, number, st.sampled_from(["", "NOT "]), number, number),
    st.builds("{} {} {}".format, dates, relation, DATE_TEXTS | dates),
    st.builds("{} {} {}".format, text_value, relation, STREETS.map(quoted)),
    st.builds("living {}IN ({}, {})".format, st.sampled_from(["", "NOT "]), LIVING.map(quoted), LIVING.map(quoted)),
    st.builds("{} IS {}NULL".format, number | dates | st.sampled_from(["tags", "insured", "living"]),
              st.sampled_from(["", "NOT "])),
    st.builds("has(tags, {})".format, TAGS.map(quoted)),
    st.builds("has_any(tags, {}, {})".format, TAGS.map(quoted), TAGS.map(quoted)),
    st.builds("{}({}, {})".format, st.sampled_from(["starts_with", "contains"]), text_value, STREETS.map(quoted)),
    st.sampled_from(["insured", "disabled", "insured = disabled", "TRUE", "FALSE", "rooms IN (0, 1, -2)"]),
)  # fmt: skip
condition = st.recursive(
    leaf,
    lambda inner: (
        st.builds("({} AND {})".format, inner, inner)
        | st.builds("({} OR {})".format, inner, inner)
        | st.builds("NOT ({})".format, inner)
        | st.builds("{} AND {} OR {}".format, inner, inner, inner)
    ),
    max_leaves=6,
)

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

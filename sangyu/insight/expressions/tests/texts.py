"""Random rows of the dataset of these tests, and random texts of the language over it."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
from hypothesis import strategies as st

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

"""What the language accepts, what it means, and the SQL it becomes (the golden texts of the DuckDB dialect)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from django.utils.translation import override

from sangyu.insight.expressions import dialects, functions
from sangyu.insight.expressions.evaluating import RowError
from sangyu.insight.expressions.language import parse, parse_value
from sangyu.insight.expressions.tests.people import PEOPLE, make_row

YEARS = (
    '(year("as_of") - year("birth_date") - CASE WHEN month("as_of") * 100 + day("as_of") '
    '< month("birth_date") * 100 + day("birth_date") THEN 1 ELSE 0 END)'
)
MONTHS = (
    '((year("as_of") - year("birth_date")) * 12 + month("as_of") - month("birth_date") '
    '- CASE WHEN day("as_of") < day("birth_date") THEN 1 ELSE 0 END)'
)
GOLDEN = {
    "age >= 80 AND living = 'alone'": """(("age" >= 80) AND ("living" = 'alone'))""",
    "年龄 >= 80 且 居住方式 = '独居'": """(("age" >= 80) AND ("living" = 'alone'))""",
    "（年龄）≥ 80 或 非 参保": """(("age" >= 80) OR (NOT "insured"))""",
    '"月收入（元）" < 1000.50': '("income" < 1000.50)',
    "80 <= AGE": '("age" >= 80)',
    "rooms <> -1": '("rooms" <> (-1))',
    "age != 3": '("age" <> 3)',
    "street = 'O''Brien'": """("street" = 'O''Brien')""",
    "insured": '"insured"',
    "insured = TRUE": '("insured" = TRUE)',
    "TRUE OR NOT FALSE": "(TRUE OR (NOT FALSE))",
    "NOT (living IN ('alone', '空巢'))": """("living" NOT IN ('alone', 'couple'))""",
    "living NOT IN ('alone')": """("living" NOT IN ('alone'))""",
    "rooms IN (1, -2)": '("rooms" IN (1, (-2)))',
    "birth_date BETWEEN '1930-01-01' AND DATE '1940-12-31'": (
        """("birth_date" BETWEEN DATE '1930-01-01' AND DATE '1940-12-31')"""
    ),
    "age NOT BETWEEN 60 AND 69": '("age" NOT BETWEEN 60 AND 69)',
    "moved_on IS NULL AND NOT birth_date IS NULL": '(("moved_on" IS NULL) AND ("birth_date" IS NOT NULL))',
    "years_between(birth_date, as_of) >= 60": f"({YEARS} >= 60)",
    "months_between(birth_date, 统计日期) >= 7": f"({MONTHS} >= 7)",
    "days_between(moved_on, as_of) > 365": '(("as_of" - "moved_on") > 365)',
    "starts_with(area_code, '5226')": """starts_with("area_code", '5226')""",
    "contains(street, '十字')": """contains("street", '十字')""",
    "has(tags, '低保')": """list_contains("tags", 'poor')""",
    "has_any(tags, 'poor', '失独')": """(list_contains("tags", 'poor') OR list_contains("tags", 'lost'))""",
    "coalesce(living, '独居') = 'alone'": """(coalesce("living", 'alone') = 'alone')""",
    "least(birth_date, moved_on) < '1950-01-01'": """(least("birth_date", "moved_on") < DATE '1950-01-01')""",
    "greatest(rooms, rent) > 3": (
        '(CAST(greatest(CAST("rooms" AS DECIMAL(11, 1)), CAST("rent" AS DECIMAL(11, 1))) AS DECIMAL(11, 1)) '
        "> CAST(3 AS DECIMAL(11, 1)))"
    ),
    "income - rent < 500": (
        '(CAST((CAST("income" AS DECIMAL(14, 2)) - CAST("rent" AS DECIMAL(9, 1))) AS DECIMAL(15, 2)) '
        "< CAST(500 AS DECIMAL(15, 2)))"
    ),
    "income * rent < 500": (
        '(CAST((CAST("income" AS DECIMAL(19, 2)) * CAST("rent" AS DECIMAL(9, 1))) AS DECIMAL(23, 3)) '
        "< CAST(500 AS DECIMAL(23, 3)))"
    ),
    "-rooms < 0": '(CAST((-CAST("rooms" AS DECIMAL(10, 0))) AS DECIMAL(10, 0)) < CAST(0 AS DECIMAL(10, 0)))',
}


@pytest.mark.parametrize("text", GOLDEN, ids=str)
def test_golden_duckdb(text: str) -> None:
    """The exact SQL; a change here changes figures, so it must be meant."""
    assert parse(text, PEOPLE).to_duckdb() == GOLDEN[text]


def test_every_function_has_a_text_in_every_dialect_and_a_golden_test() -> None:
    duckdb = dialects.DUCKDB
    assert {*duckdb.functions, *duckdb.either} == set(functions.FUNCTIONS)
    for name in functions.FUNCTIONS:
        assert any(f"{name}(" in text for text in GOLDEN), name


def test_a_table_name_is_put_before_columns() -> None:
    assert parse("age > 3 AND as_of > birth_date", PEOPLE).to_duckdb("p") == (
        '(("p"."age" > 3) AND ("p"."as_of" > "p"."birth_date"))'
    )


def test_conditions_come_in_order_with_text_columns_and_place() -> None:
    text = "NOT (age < 80 OR income < 2 * rent) AND has(tags, '低保')"
    found = parse(text, PEOPLE).conditions()
    assert [c.text for c in found] == ["age < 80", "income < 2 * rent", "has(tags, '低保')"]
    assert [[column.name for column in c.columns] for c in found] == [
        ["age"],
        ["income", "rent"],
        ["tags"],
    ]
    assert all(text[c.start : c.end] == c.text for c in found)
    assert [column.name for column in parse(text, PEOPLE).columns] == [
        "age",
        "income",
        "rent",
        "tags",
    ]


def test_brackets_stay_with_their_text() -> None:
    found = parse("(income + rent) * 2 > (rooms) AND (age) > 3", PEOPLE).conditions()
    assert [c.text for c in found] == ["(income + rent) * 2 > (rooms)", "(age) > 3"]


def test_a_formula_is_a_value() -> None:
    formula = parse_value("income - rent", PEOPLE)
    assert formula.value(make_row()) == Decimal("712.50")
    assert parse_value("years_between(birth_date, as_of)", PEOPLE).to_duckdb() == YEARS


@pytest.mark.parametrize(
    ("born", "at", "years", "months"),
    [
        (date(1960, 2, 29), date(2023, 2, 28), 62, 755),
        (date(1960, 2, 29), date(2023, 3, 1), 63, 756),
        (date(1960, 2, 29), date(2024, 2, 29), 64, 768),
        (date(1960, 1, 31), date(1960, 2, 29), 0, 0),
        (date(1960, 1, 31), date(1960, 3, 31), 0, 2),
        (date(1960, 12, 31), date(1961, 12, 31), 1, 12),
        (date(1960, 12, 31), date(1961, 12, 30), 0, 11),
        (date(1960, 5, 6), date(1960, 5, 5), -1, -1),
    ],
)
def test_ages_count_on_the_birthday_in_python_and_duckdb(
    born: date, at: date, years: int, months: int
) -> None:
    assert functions.years_between(born, at) == years
    assert functions.months_between(born, at) == months
    texts = ("years_between(birth_date, as_of)", "months_between(birth_date, as_of)")
    sql = ", ".join(parse_value(text, PEOPLE).to_duckdb() for text in texts)
    source = f"(SELECT DATE '{born}' AS birth_date, DATE '{at}' AS as_of)"
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT {sql} FROM {source}").fetchall() == [(years, months)]


def test_a_derived_column_is_computed_where_the_row_lacks_it() -> None:
    at_least_85 = parse("age >= 85", PEOPLE)
    assert at_least_85.outcome(make_row()) is True
    assert at_least_85.outcome(make_row(birth_date=date(1941, 1, 1))) is False
    assert at_least_85.outcome(make_row(birth_date=None)) is None
    assert at_least_85.outcome(make_row(age=3)) is False


def test_a_row_must_hold_what_the_dataset_declares() -> None:
    row = make_row()
    del row["income"]
    with pytest.raises(RowError, match="no column income"):
        parse("income > 3", PEOPLE).outcome(row)
    with pytest.raises(RowError, match="float"):
        parse("income > 3", PEOPLE).outcome(make_row(income=1.5))
    with pytest.raises(RowError, match="as-of"):
        parse("as_of > birth_date", PEOPLE).outcome({"birth_date": date(2000, 1, 1), "age": 3})


def test_the_same_text_is_parsed_once() -> None:
    assert parse("age > 3", PEOPLE) is parse("age > 3", PEOPLE)


def test_english_and_chinese_names_of_the_as_of_date() -> None:
    for language in ("en", "zh-hans"):
        with override(language):
            assert (
                parse('"as-of date" > birth_date', PEOPLE).to_duckdb() == '("as_of" > "birth_date")'
            )
            assert parse("统计日期 > 出生日期", PEOPLE).to_duckdb() == '("as_of" > "birth_date")'

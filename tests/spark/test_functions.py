"""Every function and form of the language says the same in Python, in DuckDB and on Spark: on the days, numbers and
texts where engines differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from sangyu.insight.engines.protocol import Embedded
from sangyu.insight.engines.types import Snapshot
from sangyu.insight.expressions import dialects, functions
from sangyu.insight.expressions.language import complete, parse, parse_value
from sangyu.insight.expressions.tests.people import PEOPLE, make_row

if TYPE_CHECKING:
    from sangyu.insight.engines.spark import Spark

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.slow]
DAYS = [
    (date(1960, 2, 29), date(2025, 2, 28)), (date(1960, 2, 29), date(2025, 3, 1)),
    (date(2024, 1, 31), date(2024, 2, 29)),
    (date(2024, 1, 31), date(2024, 3, 1)), (date(2025, 12, 31), date(2025, 12, 31)),
    (date(2025, 12, 31), date(2024, 12, 30)),
    (date(1582, 10, 4), date(1582, 10, 15)), (date(1900, 3, 1), date(2000, 2, 29)), (date(1, 1, 1), date(9999, 12, 31)),
    (None, date(2025, 1, 1)), (date(2025, 1, 1), None), (None, None),
]  # fmt: skip
NUMBERS: list[tuple[int | None, Decimal | None, Decimal | None]] = [
    (0, Decimal("0.00"), Decimal("0.0")), (-1, Decimal("-0.01"), Decimal("0.1")), (1, None, Decimal("-0.1")),
    (None, Decimal("999999999999.99"), None), (2**31 - 1, Decimal("-999999999999.99"), Decimal("99999999.9")),
    (-(2**31) + 1, Decimal("0.10"), Decimal("-99999999.9")),
]  # fmt: skip
TEXTS = [
    "",
    " ",
    "a",
    "A",
    "ａ",
    "大十字",
    "大十字街道",
    "O'Brien",
    "b\\n",
    "100%",
    "_",
    "${x}",
    "𠮷",
    "é",
    "a\nb",
    None,
]
TAGS: list[list[str | None] | None] = [
    [],
    ["poor"],
    ["o'k"],
    [None],
    [None, "poor"],
    ["lost", "poor"],
    None,
]
FORMS = {
    "years_between": ["years_between(birth_date, moved_on)", "years_between(birth_date, '2025-02-28')", "age"],
    "months_between": ["months_between(birth_date, moved_on)", "months_between(birth_date, as_of)"],
    "days_between": ["days_between(birth_date, moved_on)", "days_between(moved_on, '2024-02-29')"],
    "coalesce": ["coalesce(rooms, 7)", "coalesce(income, rent, 0)", "coalesce(street, '缺')",
                 "coalesce(birth_date, moved_on)"],
    "least": ["least(rooms, income)", "least(birth_date, moved_on)", "least(rent, 0.05, rooms)"],
    "greatest": ["greatest(rooms, income)", "greatest(birth_date, moved_on)", "greatest(street, 'a')"],
    "starts_with": ["starts_with(street, '大')", "starts_with(street, '')", "starts_with(street, 'b\\n')",
                    "starts_with(street, '100%')"],
    "contains": ["contains(street, '''')", "contains(street, '')", "contains(street, '_')",
                 "contains(street, '${x}')", "contains(street, '\\')"],
    "has": ["has(tags, 'poor')", "has(tags, 'o''k')"],
    "has_any": ["has_any(tags, 'poor', 'lost')", "has_any(tags, 'o''k')"],
}  # fmt: skip
"""Texts of each function: values, or conditions where the function is one."""
CONDITIONS = [
    "rooms = 0", "rooms <> -1", "income < rent", "income * rent > 0.5",
    "income * income >= 0.0001", "rent * rent * 3 = 0.03",
    "rooms - income > 0", "-rooms <= 1", "rooms + 0.05 < rent", "id * 3 > 999999999999999",
    "rooms BETWEEN -1 AND income", "income NOT BETWEEN 0 AND rent", "rooms IN (0, -1, 2147483647)",
    "rent IN (0.1, -0.1)",
    "rooms NOT IN (0)", "street = ''", "street <> ''", "street < 'a'", "street >= '大'", "street IN ('', 'A', 'b\\n')",
    "street IS NULL", "tags IS NOT NULL", "birth_date < moved_on", "birth_date BETWEEN '1900-01-01' AND moved_on",
    "insured", "NOT insured", "insured = disabled", "insured AND NOT disabled OR rooms > 0", "disabled IS NULL",
    "living = 'alone' OR living IN ('空巢')", "as_of = '2025-12-31'", "TRUE", "FALSE OR insured",
    "NOT (insured AND rooms > 0)", "years_between(birth_date, as_of) * 12 > months_between(birth_date, as_of)",
]  # fmt: skip


def rows() -> list[dict[str, Any]]:
    """Each list of edge cases against the others, round and round."""
    flags = [True, False, None]
    livings = ["alone", "couple", None]
    return [
        make_row(
            id=at + 1, birth_date=DAYS[at % 12][0], moved_on=DAYS[at % 12][1], rooms=NUMBERS[at % 6][0],
            income=NUMBERS[at % 6][1], rent=NUMBERS[at // 2 % 6][2], street=TEXTS[at % 16], tags=TAGS[at % 7],
            insured=flags[at % 3], disabled=flags[at // 3 % 3], living=livings[at // 2 % 3],
        )
        for at in range(336)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(people: Callable[[list[dict[str, Any]]], Snapshot]) -> Snapshot:
    return people(rows())


def plain(value: Any) -> Any:
    """Numbers by their value: 5, 5.00."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return Decimal(value).normalize() if is_number else value


def test_every_function_is_pinned() -> None:
    assert set(FORMS) == set(functions.FUNCTIONS) == set(dialects.SPARK.functions)
    assert set(dialects.DUCKDB.functions) == set(dialects.SPARK.functions)


def test_functions_and_forms_agree(spark: Spark, snapshot: Snapshot) -> None:
    texts = [text for found in FORMS.values() for text in found]
    values = [text for text in texts if not _is_condition(text)]
    conditions = [*CONDITIONS, *(text for text in texts if _is_condition(text))]
    asked = [parse_value(text, PEOPLE) for text in values] + [parse(text, PEOPLE) for text in conditions]  # fmt: skip
    answers = []
    for engine in (Embedded(), spark):
        columns = ", ".join(
            f"{one.to_sql(engine.dialect)} AS c{at}" for at, one in enumerate(asked)
        )
        name = engine.dialect.identifier
        sql = f"SELECT {name('id')}, {columns} FROM {name(PEOPLE.name)} ORDER BY {name('id')}"
        answers.append([list(row.values())[1:] for row in engine.query(snapshot, sql).to_pylist()])
    ours = [
        [one.value(row) if at < len(values) else one.outcome(row) for at, one in enumerate(asked)]  # type: ignore[union-attr]  # values come first
        for row in (complete(PEOPLE, row) for row in rows())
    ]
    for at, text in enumerate([*values, *conditions]):
        duck, cluster, python = ([plain(row[at]) for row in found] for found in (*answers, ours))
        assert cluster == duck, text
        assert duck == python, text


def _is_condition(text: str) -> bool:
    return text.startswith(("starts_with", "contains", "has"))

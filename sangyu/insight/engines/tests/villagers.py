"""The rows of the test table: 600 villagers of two towns, with missing values and the ends of every range."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from sangyu.insight.datasets.types import Column, Dataset, Kind, Split

Scalar = int | str | bool | Decimal | date | list[str | None] | None
AS_OF = date(2025, 12, 31)
TOWNS = ("522601101", "522601102")
COLUMNS = {
    "id": "bigint PRIMARY KEY",
    "area_code": "varchar(12) NOT NULL",
    "birth_date": "date",
    "visited_on": "date",
    "sex": "varchar(10) NOT NULL",
    "living": "varchar(10)",
    "note": "text",
    "rooms": "integer",
    "floor": "smallint",
    "points": "bigint",
    "income": "numeric(12, 2)",
    "tags": "text[]",
    "insured": "boolean",
    "alive": "boolean NOT NULL",
}
_TAGS: list[list[str | None] | None] = [[], ["poor"], ["poor", "lost", "o'k"], ["a", None], None]
_LIVING = {"alone": "独居", "couple": "空巢", "kin": "与子女同住", "o'd": "其他"}
VILLAGERS = Dataset(
    name="villagers",
    label="村民",
    grain="一位村民",
    source="villager AS v",
    where="v.birth_date IS NULL OR v.birth_date <= :as_of",
    validity="统计日期已出生",
    columns=(
        Column("id", Kind.INTEGER, "编号", digits=19),
        Column("area_code", Kind.TEXT, "地区"),
        Column("birth_date", Kind.DATE, "出生日期"),
        Column("visited_on", Kind.DATE, "走访日期"),
        Column("sex", Kind.TEXT, "性别", values={"male": "男", "female": "女"}),
        Column("living", Kind.TEXT, "居住方式", values=_LIVING),
        Column("note", Kind.TEXT, "备注"),
        Column("rooms", Kind.INTEGER, "房间数"),
        Column("storey", Kind.INTEGER, "楼层", sql="v.floor"),
        Column("points", Kind.INTEGER, "积分", digits=19),
        Column("income", Kind.DECIMAL, "收入", digits=12, scale=2),
        Column("tags", Kind.TAGS, "标签"),
        Column("insured", Kind.BOOLEAN, "参保"),
        Column("alive", Kind.BOOLEAN, "在世"),
        Column("age", Kind.INTEGER, "年龄", derived="years_between(birth_date, as_of)"),
        Column("next_age", Kind.INTEGER, "明年年龄", derived="age + 1"),
    ),
    split=Split("villager", "v"),
)


def _row(rng: Random, number: int) -> dict[str, Scalar]:
    return {
        "id": number * 7919 % 100_003,
        "area_code": f"{TOWNS[number % 2]}{rng.randrange(1, 9):03}",
        "birth_date": _maybe(rng, date(1925, 1, 1) + timedelta(rng.randrange(16_000))),
        "visited_on": _maybe(rng, date(2020, 1, 1) + timedelta(rng.randrange(2000))),
        "sex": rng.choice(["male", "female", ""]),
        "living": rng.choice(["alone", "couple", "kin", "o'd", "", None]),
        "note": rng.choice(["大十字", "", "O'Brien", "𠮷", "a" * 300, None]),
        "rooms": rng.choice([0, 1, -1, 2**31 - 1, -(2**31) + 1, None]),
        "floor": rng.choice([0, 3, -(2**15), 2**15 - 1, None]),
        "points": rng.choice([0, 5, 2**62, -(2**62), None]),
        "income": rng.choice([Decimal("0.01"), Decimal("9999999999.99"), Decimal("-3.50"), None]),
        "tags": rng.choice(_TAGS),
        "insured": rng.choice([True, False, None]),
        "alive": rng.random() < 0.9,
    }


def _rows() -> list[dict[str, Scalar]]:
    rng = Random(7)  # noqa: S311  # test data
    rows = [_row(rng, number) for number in range(1, 601)]
    rows[0] |= {"birth_date": date(1, 1, 1), "visited_on": date(9999, 12, 31)}
    rows[1] |= {"birth_date": date(2026, 6, 1)}  # not yet born at the as-of date
    return rows


def _maybe(rng: Random, value: date) -> date | None:
    return value if rng.random() < 0.85 else None


ROWS = _rows()

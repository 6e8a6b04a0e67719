"""The dataset that the tests of this room speak about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sangyu.insight.datasets.types import Column, Dataset, Kind
from sangyu.insight.expressions.errors import ExpressionError
from sangyu.insight.expressions.language import Expression, parse

PEOPLE = Dataset(
    name="test_people",
    label="People",
    grain="one person",
    source="test_people",
    columns=(
        Column("id", Kind.INTEGER, "编号", digits=19),
        Column("area_code", Kind.TEXT, "地区代码"),
        Column("birth_date", Kind.DATE, "出生日期"),
        Column("moved_on", Kind.DATE, "迁入日期"),
        Column("age", Kind.INTEGER, "年龄", unit="岁", derived="years_between(birth_date, as_of)"),
        Column("rooms", Kind.INTEGER, "房间数"),
        Column(
            "living",
            Kind.TEXT,
            "居住方式",
            values={"alone": "独居", "couple": "空巢", "kin": "与子女同住"},
        ),
        Column("income", Kind.DECIMAL, "月收入（元）", unit="元"),
        Column("rent", Kind.DECIMAL, "房租", digits=9, scale=1),
        Column("street", Kind.TEXT, "街道"),
        Column("tags", Kind.TAGS, "标签", values={"poor": "低保", "lost": "失独", "o'k": "带引号"}),
        Column("insured", Kind.BOOLEAN, "参保"),
        Column("disabled", Kind.BOOLEAN, "残疾"),
    ),
)


def make_row(**over: object) -> dict[str, object]:
    """A person of 85 who lives alone; `over` changes what a test is about."""
    row: dict[str, object] = {
        "id": 1,
        "area_code": "522601001001",
        "birth_date": date(1940, 5, 6),
        "moved_on": None,
        "rooms": 2,
        "living": "alone",
        "income": Decimal("812.50"),
        "rent": Decimal("100.0"),
        "street": "大十字街道",
        "tags": ["poor"],
        "insured": True,
        "disabled": None,
        "as_of": date(2025, 12, 31),
    }
    return row | over


def attempt(text: str) -> Expression | ExpressionError:
    """The expression, or the refusal."""
    try:
        return parse(text, PEOPLE)
    except ExpressionError as error:
        return error

"""Conditions of policy data over the elder's columns, made into SQL of PostgreSQL.

The language is the one of insight: comparisons, AND, OR, NOT, IN, BETWEEN, IS NULL over known columns and literals;
anything else is refused with the word at fault. A condition that cannot be told (NULL) counts as not met.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp

_ALLOWED = (
    exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between,
    exp.Is, exp.Null, exp.Boolean, exp.Literal, exp.Column, exp.Identifier,
)  # fmt: skip


class BadCondition(ValueError):
    """A condition of the policy data is not in the language; a fault of the file, found when the room starts."""


def parse(condition: str) -> exp.Expr:
    """The condition's tree; raises BadCondition naming the word."""
    try:
        tree = sqlglot.parse_one(condition, dialect="duckdb")
    except sqlglot.ParseError as error:
        raise BadCondition(f"{condition}: {error}") from error
    for node in tree.walk():
        if not isinstance(node, _ALLOWED):
            raise BadCondition(f"{condition}: {node.sql()} is not allowed")
    return tree


def columns_of(condition: str) -> frozenset[str]:
    """The columns a condition looks at."""
    return frozenset(column.name for column in parse(condition).find_all(exp.Column))


def to_sql(condition: str, *, known: Collection[str], alias: str) -> str:
    """The condition in PostgreSQL over the columns `known` of the table `alias`."""
    tree = parse(condition)
    for column in tree.find_all(exp.Column):
        if column.table or column.name not in known:
            raise BadCondition(f"{condition}: there is no column {column.sql()}")
        column.set("table", exp.to_identifier(alias))
    return f"COALESCE({tree.sql(dialect='postgres')}, FALSE)"

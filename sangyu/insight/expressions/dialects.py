"""What differs between engines: one text per function, and how names and values are written.

A second engine is a second `Dialect` with its own golden tests. Nothing passes through untranslated: a function
without a template cannot be compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sangyu.insight.expressions.tree import Scalar


@dataclass(frozen=True)
class Dialect:
    """`functions` are templates with {0}, {1} for arguments, {rest} for those from the second and {all} for all.

    `escape` stands before a quotation mark within a text (and before itself, where it is another character).
    `either` are those that hold if the template holds for one of the arguments from the second.
    """

    name: str
    quote: str
    functions: Mapping[str, str]
    escape: str = "'"
    either: Mapping[str, str] = field(default_factory=dict)

    def identifier(self, name: str) -> str:
        return f"{self.quote}{name}{self.quote}"

    def literal(self, value: Scalar) -> str:
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, int | Decimal):
            written = str(value) if isinstance(value, int) else f"{value:f}"
            return f"({written})" if value < 0 else written
        if isinstance(value, date):
            return f"DATE '{value.isoformat()}'"
        return f"'{self._escaped(value)}'"

    def _escaped(self, text: str) -> str:
        if self.escape != "'":
            text = text.replace(self.escape, self.escape * 2)
        return text.replace("'", f"{self.escape}'")

    def call(self, name: str, arguments: list[str]) -> str:
        if name in self.either:
            one = self.either[name]
            return "(" + " OR ".join(one.format(arguments[0], each) for each in arguments[1:]) + ")"
        template = self.functions[name]
        return template.format(*arguments, rest=", ".join(arguments[1:]), all=", ".join(arguments))


DUCKDB = Dialect(
    "duckdb",
    '"',
    {
        "years_between": (
            "(year({1}) - year({0}) - CASE WHEN month({1}) * 100 + day({1}) < month({0}) * 100 + day({0}) "
            "THEN 1 ELSE 0 END)"
        ),
        "months_between": (
            "((year({1}) - year({0})) * 12 + month({1}) - month({0}) "
            "- CASE WHEN day({1}) < day({0}) THEN 1 ELSE 0 END)"
        ),
        "days_between": "({1} - {0})",
        "coalesce": "coalesce({all})",
        "least": "least({all})",
        "greatest": "greatest({all})",
        "starts_with": "starts_with({0}, {1})",
        "contains": "contains({0}, {1})",
        "has": "list_contains({0}, {1})",
    },
    # Four times as fast as list_has_any, which builds a set for every row.
    either={"has_any": "list_contains({0}, {1})"},
)

POSTGRES = Dialect(
    "postgres",
    '"',
    {
        "years_between": (
            "(EXTRACT(YEAR FROM {1}) - EXTRACT(YEAR FROM {0}) - (EXTRACT(MONTH FROM {1}) * 100 "
            "+ EXTRACT(DAY FROM {1}) < EXTRACT(MONTH FROM {0}) * 100 + EXTRACT(DAY FROM {0}))::int)::int"
        ),
        "months_between": (
            "((EXTRACT(YEAR FROM {1}) - EXTRACT(YEAR FROM {0})) * 12 + EXTRACT(MONTH FROM {1}) "
            "- EXTRACT(MONTH FROM {0}) - (EXTRACT(DAY FROM {1}) < EXTRACT(DAY FROM {0}))::int)::int"
        ),
        "days_between": "({1} - {0})",
        "coalesce": "coalesce({all})",
        "least": "least({all})",
        "greatest": "greatest({all})",
        "starts_with": "starts_with({0}, {1})",
        "contains": "(strpos({0}, {1}) > 0)",
        "has": "({1} = ANY({0}))",
        "has_any": "({0} && ARRAY[{rest}]::text[])",
    },
)
"""For rows that are judged where they stand (categories of the register); counting is DuckDB's."""

SPARK = Dialect(
    "spark",
    "`",
    {
        "years_between": (
            "(year({1}) - year({0}) - CASE WHEN month({1}) * 100 + day({1}) < month({0}) * 100 + day({0}) "
            "THEN 1 ELSE 0 END)"
        ),
        "months_between": (
            "((year({1}) - year({0})) * 12 + month({1}) - month({0}) "
            "- CASE WHEN day({1}) < day({0}) THEN 1 ELSE 0 END)"
        ),
        "days_between": "datediff({1}, {0})",
        "coalesce": "coalesce({all})",
        "least": "least({all})",
        "greatest": "greatest({all})",
        "starts_with": "startswith({0}, {1})",
        "contains": "contains({0}, {1})",
        # Spark answers "cannot tell" where a list that holds a missing entry has no match; the others say no.
        "has": "if({0} IS NULL, NULL, coalesce(array_contains({0}, {1}), FALSE))",
        "has_any": "if({0} IS NULL, NULL, coalesce(arrays_overlap({0}, array({rest})), FALSE))",
    },
    escape="\\",
)
"""For a cluster, in ANSI mode with decimals that keep their scale (`engines.spark` sets both)."""

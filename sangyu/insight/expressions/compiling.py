"""From the typed tree to SQL. Numbers are reckoned as DECIMAL wide enough for every case, so nothing rounds or
overflows; plain columns stay plain, so that an engine can use their statistics."""

from __future__ import annotations

from sangyu.insight.datasets.types import AS_OF, Kind
from sangyu.insight.expressions.dialects import Dialect
from sangyu.insight.expressions.tree import (
    Always,
    Arithmetic,
    AsOf,
    Both,
    Call,
    ColumnValue,
    Comparison,
    Condition,
    Either,
    Flag,
    Literal,
    Missing,
    Negative,
    OneOf,
    Opposite,
    Shape,
    Value,
    Within,
)

# DuckDB keeps a product of two DECIMALs of up to 18 digits in 18 digits; one operand wider than that lifts the limit.
_NARROW = 18


def condition_sql(condition: Condition, dialect: Dialect, table: str = "") -> str:
    """The condition as SQL over the dataset's columns (of `table`, if given)."""
    return _Writer(dialect, table).condition(condition)


def value_sql(value: Value, dialect: Dialect, table: str = "") -> str:
    """The value as SQL."""
    return _Writer(dialect, table).value(value)


class _Writer:
    def __init__(self, dialect: Dialect, table: str) -> None:
        self.dialect = dialect
        self.prefix = f"{dialect.identifier(table)}." if table else ""

    def condition(self, node: Condition) -> str:  # noqa: PLR0911  # one per form
        match node:
            case Both():
                return "(" + " AND ".join(map(self.condition, node.parts)) + ")"
            case Either():
                return "(" + " OR ".join(map(self.condition, node.parts)) + ")"
            case Opposite():
                return f"(NOT {self.condition(node.part)})"
            case Always():
                return self.dialect.literal(node.value)
            case Flag():
                return self.value(node.value)
            case _:
                return self._leaf(node)

    def _leaf(self, node: Comparison | Within | OneOf | Missing) -> str:
        no = "NOT " if not isinstance(node, Comparison) and node.negated else ""
        match node:
            case Comparison():
                left, right = self._level(node.left, node.right)
                return f"({left} {node.relation.value} {right})"
            case Within():
                value, low, high = self._level(node.value, node.low, node.high)
                return f"({value} {no}BETWEEN {low} AND {high})"
            case OneOf():
                value, *options = self._level(node.value, *node.options)
                return f"({value} {no}IN ({', '.join(options)}))"
            case Missing():
                return f"({self.value(node.value)} IS {no}NULL)"

    def value(self, node: Value) -> str:  # noqa: PLR0911  # one per form
        match node:
            case ColumnValue():
                return self.prefix + self.dialect.identifier(node.column.name)
            case AsOf():
                return self.prefix + self.dialect.identifier(AS_OF)
            case Literal():
                return self.dialect.literal(node.value)
            case Negative():
                return f"(-{self._wide(node.value, node.shape)})"
            case Arithmetic():
                left, right = (
                    self._operand(node.left, node.shape),
                    self._wide(node.right, node.right.shape),
                )
                return f"({left} {node.sign.value} {right})"
            case Call():
                return self._call(node)

    def _call(self, node: Call) -> str:
        mixed = node.function.alike and node.shape.kind.is_number
        arguments = [
            self._wide(each, node.shape) if mixed else self.value(each) for each in node.arguments
        ]
        return self.dialect.call(node.function.name, arguments)

    def _level(self, *values: Value) -> tuple[str, ...]:
        """Values to be compared: as they are, or as one DECIMAL where any of them has been reckoned."""
        if not all(each.shape.kind.is_number for each in values) or all(map(_is_plain, values)):
            return tuple(map(self.value, values))
        whole, scale = max(v.shape.whole for v in values), max(v.shape.scale for v in values)
        return tuple(self._wide(each, Shape(Kind.DECIMAL, whole, scale)) for each in values)

    def _operand(self, node: Value, result: Shape) -> str:
        shape = node.shape
        if result.digits > _NARROW and shape.digits <= _NARROW:
            shape = Shape(Kind.DECIMAL, _NARROW + 1 - shape.scale, shape.scale)
        return self._wide(node, shape)

    def _wide(self, node: Value, shape: Shape) -> str:
        return f"CAST({self.value(node)} AS DECIMAL({max(shape.digits, 1)}, {shape.scale}))"


def _is_plain(value: Value) -> bool:
    return isinstance(value, ColumnValue | Literal) or (
        isinstance(value, Call) and not value.function.alike
    )

"""Typing an outline against a dataset: every name known, every comparison sensible, every literal of the right kind.

Only the node types named here pass; whatever else sqlglot may read is refused.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from sqlglot import exp

from sangyu.insight.datasets.types import Dataset, Kind
from sangyu.insight.expressions import literals, names
from sangyu.insight.expressions.errors import ExpressionError, say
from sangyu.insight.expressions.functions import Function
from sangyu.insight.expressions.reading import Outline
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
    Relation,
    Shape,
    Sign,
    Value,
    Within,
)
from sangyu.insight.expressions.words import DEEPEST, Sort, too_deep
from sangyu.kernel.errors import Text

MOST_DIGITS = 38
MOST_OPTIONS = 200
_RELATIONS: dict[type[exp.Expr], Relation] = {
    exp.EQ: Relation.EQUAL,
    exp.NEQ: Relation.UNEQUAL,
    exp.LT: Relation.LESS,
    exp.LTE: Relation.AT_MOST,
    exp.GT: Relation.MORE,
    exp.GTE: Relation.AT_LEAST,
}
# 80 <= age reads age >= 80, so that an explanation speaks of the age.
_MIRRORED = {
    Relation.LESS: Relation.MORE,
    Relation.MORE: Relation.LESS,
    Relation.AT_MOST: Relation.AT_LEAST,
    Relation.AT_LEAST: Relation.AT_MOST,
}
_SIGNS: dict[type[exp.Expr], Sign] = {
    exp.Add: Sign.PLUS,
    exp.Sub: Sign.MINUS,
    exp.Mul: Sign.TIMES,
}


class Checker:
    """Turns one outline into a typed tree, or raises ExpressionError at the word that is wrong."""

    def __init__(self, read: Outline, dataset: Dataset) -> None:
        self.read = read
        self.dataset = dataset

    def error(
        self, code: str, message: Text, node: exp.Expr | tuple[int, int], suggestion: str = ""
    ) -> ExpressionError:
        span = node if isinstance(node, tuple) else self.read.span(node)
        return ExpressionError(code, message, text=self.read.text, span=span, suggestion=suggestion)

    def condition(self, node: exp.Expr, depth: int = 0) -> Condition:  # noqa: PLR0911  # one per form
        node = self._unwrapped(node, depth)
        kind = type(node)
        if isinstance(node, exp.And | exp.Or):
            parts = tuple(self.condition(part, depth + 1) for part in node.flatten(unnest=False))
            return (Both if kind is exp.And else Either)(*self.read.span(node), parts)
        if kind is exp.Not:
            return self._opposite(node, depth)
        if kind in _RELATIONS:
            return self._comparison(node, depth)
        if kind is exp.Between:
            return self._within(node, depth)
        if kind is exp.In:
            return self._one_of(node, depth)
        if kind is exp.Is:
            return self._missing(node, depth)
        return self._flag(node, depth)

    def value(self, node: exp.Expr, depth: int = 0) -> Value:
        node = self._unwrapped(node, depth)
        kind = type(node)
        if kind is exp.Column and not node.args.get("table"):
            return self._leaf(node)
        if kind is exp.Anonymous:
            return self._call(node, depth)
        if kind in _SIGNS:
            return self._arithmetic(node, depth)
        if kind is exp.Neg:
            return self._negative(node, depth)
        if kind is exp.Div:
            message = _(
                "There is no division, because it is not exact. Multiply the other side instead."
            )
            raise self.error("division", message, node)
        message = _("A value is wanted here: a column, a number, a text, a date or a function.")
        raise self.error("value-wanted", message, node)

    def _unwrapped(self, node: exp.Expr, depth: int) -> exp.Expr:
        if depth > DEEPEST:
            raise too_deep(self.read.text, self.read.span(node))
        while isinstance(node, exp.Paren):
            node = node.this
        return node

    # conditions

    def _opposite(self, node: exp.Expr, depth: int) -> Condition:
        part = self.condition(node.this, depth + 1)
        if isinstance(part, Within | OneOf | Missing):
            return replace(part, negated=not part.negated)
        return Opposite(*self.read.span(node), part)

    def _comparison(self, node: exp.Expr, depth: int) -> Condition:
        left, right = self.value(node.this, depth + 1), self.value(node.expression, depth + 1)
        relation = _RELATIONS[type(node)]
        ordered = relation not in {Relation.EQUAL, Relation.UNEQUAL}
        kinds = {left.shape.kind, right.shape.kind}
        if Kind.TAGS in kinds:
            message = _("Tags are not compared. Write has(tags, 'tag') or has_any(tags, 'a', 'b').")
            raise self.error("kind", message, node)
        if ordered and kinds == {Kind.BOOLEAN}:
            message = _("Yes and no have no order. Write the column alone, or NOT before it.")
            raise self.error("kind", message, node)
        left, right = self._alike(left, right)
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right, relation = right, left, _MIRRORED.get(relation, relation)
        return Comparison(*self.read.span(node), relation, left, right)

    def _within(self, node: exp.Expr, depth: int) -> Condition:
        value = self.value(node.this, depth + 1)
        low, high = (self.value(node.args[name], depth + 1) for name in ("low", "high"))
        value, low = self._alike(value, low)
        value, high = self._alike(value, high)
        if value.shape.kind not in {Kind.INTEGER, Kind.DECIMAL, Kind.DATE}:
            message = _("BETWEEN needs numbers or dates.")
            raise self.error("kind", message, node)
        return Within(*self.read.span(node), value, low, high, negated=False)

    def _one_of(self, node: exp.Expr, depth: int) -> Condition:
        value = self.value(node.this, depth + 1)
        options = node.expressions
        if node.args.get("field") or node.args.get("query") or not options:
            message: Text = _("IN must be followed by a list in brackets, such as IN ('a', 'b').")
            raise self.error("list", message, node)
        if len(options) > MOST_OPTIONS:
            message = say(_("A list may have at most %(most)s entries."), most=MOST_OPTIONS)
            raise self.error("list", message, options[MOST_OPTIONS])
        if value.shape.kind is Kind.TAGS:
            message = _("IN cannot look into tags. Write has_any(tags, 'a', 'b').")
            raise self.error("kind", message, node)
        found = tuple(self._option(value, option, depth) for option in options)
        return OneOf(*self.read.span(node), value, found, negated=False)

    def _option(self, value: Value, node: exp.Expr, depth: int) -> Literal:
        _value, option = self._alike(value, self.value(node, depth + 1))
        if not isinstance(option, Literal):
            message = _("A list holds plain numbers, texts or dates only.")
            raise self.error("list", message, node)
        return option

    def _missing(self, node: exp.Expr, depth: int) -> Condition:
        other = self._unwrapped(node.expression, depth)
        if not (isinstance(other, exp.Column) and self.read.word(other)[1].is_keyword("NULL")):
            message = _("IS may only be followed by NULL or NOT NULL.")
            raise self.error("structure", message, other)
        return Missing(*self.read.span(node), self.value(node.this, depth + 1), negated=False)

    def _flag(self, node: exp.Expr, depth: int) -> Condition:
        value = self.value(node, depth)
        if isinstance(value, Literal) and isinstance(value.value, bool):
            return Always(*value.span, value.value)
        if value.shape.kind is not Kind.BOOLEAN:
            message = say(
                _("This is a %(kind)s, not a condition. Compare it with something."),
                kind=value.shape.kind.label,
            )
            raise self.error("condition-wanted", message, node)
        return Flag(*value.span, value)

    # values

    def _leaf(self, node: exp.Expr) -> Value:
        _index, word = self.read.word(node)
        if word.sort is Sort.NAME:
            column = names.column_of(word, self.dataset, self.read.text)
            if column is None:
                return AsOf(*word.span, Shape(Kind.DATE))
            domain = column if column.values else None
            shape = Shape(column.kind, column.digits - column.scale, column.scale, domain)
            return ColumnValue(*word.span, column, shape)
        if word.is_keyword("NULL"):
            message = _("NULL equals nothing. Write IS NULL to ask whether a value is missing.")
            raise self.error("null", message, word.span)
        return literals.literal_of(word, self.read.text)

    def _call(self, node: exp.Expr, depth: int) -> Value:
        _index, word = self.read.word(node)
        if not node.name.startswith("f"):
            message = say(
                _("“%(word)s” cannot stand here. Is AND or OR missing before it?"), word="("
            )
            raise self.error("structure", message, node)
        function = names.function_of(word, self.read.text)
        arguments = [self.value(each, depth + 1) for each in node.expressions]
        arguments = self._fitting(function, arguments, node)
        return Call(
            *self.read.span(node),
            function,
            tuple(arguments),
            self._result(function, arguments, node),
        )

    def _fitting(self, function: Function, arguments: list[Value], node: exp.Expr) -> list[Value]:
        """The arguments with their literals read as the kind that is wanted; refused if they do not fit."""
        least = 2 if function.alike else len(function.takes)
        open_ended = function.alike or function.repeats
        if len(arguments) < least or (len(arguments) > least and not open_ended):
            message = say(_("Write %(example)s."), example=function.example)
            raise self.error("arguments", message, node)
        if function.alike:
            return self._all_alike(arguments, node)
        wanted = [*function.takes, *[function.takes[-1]] * (len(arguments) - least)]
        domain = arguments[0].shape.domain if wanted[0] is Kind.TAGS else None
        fitted = [
            literals.fit(each, Shape(kind, domain=domain if place else None), self.read.text)
            for place, (each, kind) in enumerate(zip(arguments, wanted, strict=True))
        ]
        for place, (each, kind) in enumerate(zip(fitted, wanted, strict=True)):
            if each.shape.kind is not kind:
                message = say(
                    _("A %(wanted)s is wanted here, and this is a %(kind)s. Write %(example)s."),
                    wanted=kind.label, kind=each.shape.kind.label, example=function.example,
                )  # fmt: skip
                raise self.error("kind", message, each.span)
            if function.literals and place and not isinstance(each, Literal):
                raise self.error(
                    "kind", _("Write the tag itself here, in quotation marks."), each.span
                )
        return fitted

    def _all_alike(self, arguments: list[Value], node: exp.Expr) -> list[Value]:
        lead = next((each for each in arguments if not isinstance(each, Literal)), arguments[0])
        if lead.shape.kind in {Kind.TAGS, Kind.BOOLEAN}:
            message = _("This function takes numbers, texts or dates.")
            raise self.error("kind", message, lead.span)
        return [self._alike(lead, each)[1] for each in arguments]

    def _result(self, function: Function, arguments: list[Value], node: exp.Expr) -> Shape:
        if function.gives is not None:
            return Shape(function.gives, function.digits)
        shapes = [each.shape for each in arguments]
        kind = Kind.DECIMAL if any(s.kind is Kind.DECIMAL for s in shapes) else shapes[0].kind
        domain = next((s.domain for s in shapes if s.domain), None)
        whole, scale = max(s.whole for s in shapes), max(s.scale for s in shapes)
        return self._narrow(Shape(kind, whole, scale, domain), node)

    def _arithmetic(self, node: exp.Expr, depth: int) -> Value:
        left, right = self.value(node.this, depth + 1), self.value(node.expression, depth + 1)
        for side in (left, right):
            self._number(side)
        sign = _SIGNS[type(node)]
        a, b = left.shape, right.shape
        if sign is Sign.TIMES:
            whole, scale = a.whole + b.whole, a.scale + b.scale
        else:
            whole, scale = max(a.whole, b.whole) + 1, max(a.scale, b.scale)
        kind = Kind.INTEGER if a.kind is b.kind is Kind.INTEGER else Kind.DECIMAL
        shape = self._narrow(Shape(kind, whole, scale), node)
        return Arithmetic(*self.read.span(node), sign, left, right, shape)

    def _negative(self, node: exp.Expr, depth: int) -> Value:
        value = self.value(node.this, depth + 1)
        self._number(value)
        start, end = self.read.span(node)
        start = self.read.text.rindex("-", 0, start) if "-" in self.read.text[:start] else start
        if isinstance(value, Literal) and isinstance(value.value, int | Decimal):
            return Literal(start, end, -value.value, value.shape)
        return Negative(start, end, value, value.shape)

    def _number(self, value: Value) -> None:
        if not value.shape.kind.is_number:
            message: Text = say(
                _("Only numbers can be reckoned with; this is a %(kind)s."),
                kind=value.shape.kind.label,
            )
            if value.shape.kind is Kind.DATE:
                message = _(
                    "Dates are not added or subtracted. Write days_between, months_between or years_between."
                )
            raise self.error("kind", message, value.span)

    # both sides

    def _alike(self, left: Value, right: Value) -> tuple[Value, Value]:
        """Both values with literals read as the other's kind; refused if the kinds differ."""
        fitted = (
            literals.fit(left, right.shape, self.read.text),
            literals.fit(right, left.shape, self.read.text),
        )
        left, right = fitted
        one, two = left.shape, right.shape
        if one.kind is not two.kind and not (one.kind.is_number and two.kind.is_number):
            at = left if isinstance(left, Literal) else right
            other = right if at is left else left
            message = say(
                _("This is a %(kind)s and cannot be compared with a %(other)s."),
                kind=at.shape.kind.label, other=other.shape.kind.label,
            )  # fmt: skip
            raise self.error("kind", message, at.span, literals.requoted(at, other.shape))
        self._narrow(
            Shape(one.kind, max(one.whole, two.whole), max(one.scale, two.scale)), right.span
        )
        return left, right

    def _narrow(self, shape: Shape, at: exp.Expr | tuple[int, int]) -> Shape:
        if shape.digits > MOST_DIGITS:
            message = say(_("The result may have more than %(most)s digits."), most=MOST_DIGITS)
            raise self.error("too-wide", message, at)
        return shape

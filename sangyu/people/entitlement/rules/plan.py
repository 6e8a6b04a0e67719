"""Many rules as one question: every single condition asked once, then decisions, overlaps and bits from the answers.

    plan = Plan.of(rules, dataset)
    plan.sql('"elders"')       # id, area_code, r0 … (one per rule, fen or an outcome below 0), w0 … (bits)

Conditions are three-valued. "unknown" among a column's listed values is no value here but a fact nobody has recorded:
it counts as missing, so that "may be entitled, this is missing" falls out. Order of the overlaps: exclusions (in the
order of dependence), then the highest of each group, then deductions; what an undecided programme would take away
leaves the other undecided too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from sangyu.insight.datasets.types import Column, Dataset
from sangyu.insight.expressions import dialects
from sangyu.insight.expressions.compiling import condition_sql
from sangyu.insight.expressions.language import Expression, parse
from sangyu.insight.expressions.tree import Both, Condition, Either, Opposite, leaves_of
from sangyu.people.entitlement.rules.rule import (
    EXCLUDED,
    LOWER,
    MAYBE,
    MOST_CONDITIONS,
    NO,
    Rule,
)

UNKNOWN = "unknown"
PER_WORD = 31


class RuleError(ValueError):
    """The rules contradict each other or cannot be packed; found when they are loaded, never while deciding."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """One rule, read: its condition, those of its amount table, and the numbers of their single conditions."""

    rule: Rule
    condition: Expression
    whens: tuple[Expression | None, ...]
    leaves: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """What a pass over the dataset asks."""

    dataset: Dataset
    rules: tuple[Compiled, ...]
    leaves: tuple[str, ...]
    """The SQL of every single condition, each once."""

    @classmethod
    def of(cls, rules: Sequence[Rule], dataset: Dataset) -> Plan:
        """Read the rules; ExpressionError or RuleError where one is wrong."""
        numbers: dict[str, int] = {}
        compiled = tuple(_compiled(rule, dataset, numbers) for rule in rules)
        plan = cls(dataset, compiled, tuple(numbers))
        _ = plan.exclusion_order
        return plan

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each programme."""
        return {each.rule.programme: place for place, each in enumerate(self.rules)}

    @cached_property
    def exclusion_order(self) -> tuple[int, ...]:
        """Rules so that each comes after those that exclude it."""
        graph = {
            place: [self.places[code] for code in each.rule.excluded_by if code in self.places]
            for place, each in enumerate(self.rules)
        }
        try:
            return tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            names = ", ".join(self.rules[place].rule.programme for place in error.args[1])
            raise RuleError(f"These programmes exclude each other in a circle: {names}.") from None

    @property
    def words(self) -> int:
        """How many 64-bit words the bits take."""
        return -(-len(self.leaves) // PER_WORD)

    def sql(self, relation: str, keep: str = "") -> str:
        """The question over a relation with the dataset's columns and as_of."""
        own = f'"{self.dataset.key}" AS id, "{self.dataset.area}" AS area_code{keep}'
        leaves = ", ".join(f"{sql} AS l{at}" for at, sql in enumerate(self.leaves))
        stages = [f"SELECT {own}, {leaves} FROM ({self.source(relation)})"]
        kept = "id, area_code" + keep
        words = [f"{self._word(at)} AS w{at}" for at in range(self.words)]
        # Conditions and sums are columns of their own first: whole vectors, each asked once.
        said = [sql for at, each in enumerate(self.rules) for sql in self._said(at, each)]
        stages.append(f"SELECT {', '.join([kept, *words, *said])} FROM ({stages[-1]})")
        done = ", ".join([kept, *(f"w{at}" for at in range(self.words))])
        base = [f"{self._base(at, each)} AS b{at}" for at, each in enumerate(self.rules)]
        stages.append(f"SELECT {', '.join([done, *base])} FROM ({stages[-1]})")
        names = [f"b{at}" for at in range(len(self.rules))]
        for place in self._exclusions():
            names, columns = self._one_exclusion(place, names)
            stages.append(f"SELECT {', '.join([done, *columns])} FROM ({stages[-1]})")
        for step in (self._highest, self._deductions):
            names, columns = step(names)
            if names != columns:
                stages.append(f"SELECT {', '.join([done, *columns])} FROM ({stages[-1]})")
        last = ", ".join(f"{name} AS r{at}" for at, name in enumerate(names))
        return f"SELECT {done}, {last} FROM ({stages[-1]})"

    def source(self, relation: str) -> str:
        """The relation with "unknown" as missing in the columns that the rules look at."""
        used = {c.name: c for each in self.rules for c in _columns(each) if UNKNOWN in c.values}
        if not used:
            return f"SELECT * FROM {relation}"
        replaced = ", ".join(f'nullif("{name}", \'{UNKNOWN}\') AS "{name}"' for name in used)
        return f"SELECT * REPLACE ({replaced}) FROM {relation}"

    def told_sql(self, place: int) -> str:
        """One rule's own bits out of the words: two for each of its conditions, in their order."""
        parts = []
        for at, leaf in enumerate(self.rules[place].leaves):
            word, bit = divmod(leaf, PER_WORD)
            parts.append(f"(((w{word} >> {2 * bit}) & 3) << {2 * at})")
        return " | ".join(parts) or "0::BIGINT"

    def _word(self, number: int) -> str:
        first = number * PER_WORD
        parts = [
            f"(CASE WHEN l{at} THEN {1 << 2 * (at - first)} WHEN l{at} IS NULL THEN {2 << 2 * (at - first)} ELSE 0 END)"
            for at in range(first, min(first + PER_WORD, len(self.leaves)))
        ]
        return f"CAST({' + '.join(parts)} AS BIGINT)"

    def _said(self, place: int, each: Compiled) -> list[str]:
        """Whether the condition holds, and the sum by the amount table where that has conditions of its own."""
        leaves = iter(each.leaves)
        condition = _over_leaves(each.condition.tree, leaves)
        rows = [
            (_over_leaves(when.tree, leaves) if when else "", row.fen)
            for when, row in zip(each.whens, each.rule.amounts, strict=True)
        ]
        amount = [f"{_amount(rows)} AS a{place}"] if rows[0][0] else []
        return [f"{condition} AS c{place}", *amount]

    def _base(self, place: int, each: Compiled) -> str:
        holds, first = f"c{place}", each.rule.amounts[0]
        if not first.when:
            return f"CASE WHEN {holds} THEN {first.fen} WHEN {holds} IS NULL THEN {MAYBE} ELSE {NO} END"
        amount = f"a{place}"
        return (
            f"CASE WHEN {holds} THEN {amount} "
            f"WHEN {holds} IS NULL AND {amount} <> {NO} THEN {MAYBE} ELSE {NO} END"
        )

    def _exclusions(self) -> list[int]:
        return [
            place
            for place in self.exclusion_order
            if any(code in self.places for code in self.rules[place].rule.excluded_by)
        ]

    def _one_exclusion(self, place: int, names: list[str]) -> tuple[list[str], list[str]]:
        others = [
            names[self.places[code]]
            for code in self.rules[place].rule.excluded_by
            if code in self.places
        ]
        own = names[place]
        held = f"greatest({', '.join(others)}) >= 0"
        open_ = " OR ".join(f"{name} = {MAYBE}" for name in others)
        column = (
            f"CASE WHEN {own} = {NO} THEN {NO} WHEN {held} THEN {EXCLUDED} "
            f"WHEN {open_} THEN {MAYBE} ELSE {own} END"
        )
        after = [f"x{at}" if at == place else name for at, name in enumerate(names)]
        return after, [
            f"{column} AS x{at}" if at == place else name for at, name in enumerate(names)
        ]

    def _highest(self, names: list[str]) -> tuple[list[str], list[str]]:
        columns, after = list(names), list(names)
        for place, each in enumerate(self.rules):
            rivals = [
                f"{names[at]} {'>=' if at < place else '>'} {names[place]}"
                for at, other in enumerate(self.rules)
                if each.rule.higher and at != place and other.rule.higher == each.rule.higher
            ]
            if rivals:
                columns[place] = (
                    f"CASE WHEN {names[place]} >= 0 AND ({' OR '.join(rivals)}) THEN {LOWER} "
                    f"ELSE {names[place]} END AS h{place}"
                )
                after[place] = f"h{place}"
        return after, columns

    def _deductions(self, names: list[str]) -> tuple[list[str], list[str]]:
        columns, after = list(names), list(names)
        for place, each in enumerate(self.rules):
            others = [names[self.places[c]] for c in each.rule.deducts if c in self.places]
            if others:
                own = names[place]
                open_ = " OR ".join(f"{name} = {MAYBE}" for name in others)
                taken = " - ".join(f"greatest({name}, 0)" for name in others)
                columns[place] = (
                    f"CASE WHEN {own} < 0 THEN {own} WHEN {open_} THEN {MAYBE} "
                    f"ELSE greatest({own} - {taken}, 0) END AS d{place}"
                )
                after[place] = f"d{place}"
        return after, columns


def _compiled(rule: Rule, dataset: Dataset, numbers: dict[str, int]) -> Compiled:
    if not rule.amounts:
        raise RuleError(f"{rule.programme} has no amount table.")
    condition = parse(rule.text, dataset)
    whens = tuple(parse(row.when, dataset) if row.when else None for row in rule.amounts)
    if None in whens[:-1]:
        raise RuleError(f"{rule.programme}: nothing can follow an amount for everybody.")
    leaves = [
        numbers.setdefault(condition_sql(leaf, dialects.DUCKDB), len(numbers))
        for expression in (condition, *whens)
        if expression is not None
        for leaf in leaves_of(expression.tree)
    ]
    if len(leaves) > MOST_CONDITIONS:
        raise RuleError(f"{rule.programme} has more than {MOST_CONDITIONS} single conditions.")
    return Compiled(rule, condition, whens, tuple(leaves))


def _columns(each: Compiled) -> list[Column]:
    expressions = [each.condition, *(when for when in each.whens if when is not None)]
    return [column for expression in expressions for column in expression.columns]


def _over_leaves(condition: Condition, leaves: object) -> str:
    """The condition with its single conditions replaced by the columns that hold their answers."""
    match condition:
        case Both():
            return "(" + " AND ".join(_over_leaves(part, leaves) for part in condition.parts) + ")"
        case Either():
            return "(" + " OR ".join(_over_leaves(part, leaves) for part in condition.parts) + ")"
        case Opposite():
            return f"(NOT {_over_leaves(condition.part, leaves)})"
        case _:
            return f"l{next(leaves)}"  # type: ignore[call-overload]  # an iterator of numbers


def _amount(rows: list[tuple[str, int]]) -> str:
    cases = "".join(
        f" WHEN {when} THEN {fen} WHEN ({when}) IS NULL THEN {MAYBE}" if when else f" WHEN TRUE THEN {fen}"
        for when, fen in rows
    )  # fmt: skip
    return f"(CASE{cases} ELSE {NO} END)"

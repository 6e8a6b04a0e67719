"""The same decisions for one person, in Python, with every step in words: what a page or a printed decision shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sangyu.insight.datasets.types import Column, Dataset
from sangyu.insight.expressions.evaluating import (
    conjunction,
    disjunction,
    leaf_outcome,
    opposite,
    outcome,
)
from sangyu.insight.expressions.explaining import Explanation, Form, Outcome, Used, explain
from sangyu.insight.expressions.language import complete
from sangyu.insight.expressions.tree import (
    Both,
    Condition,
    Either,
    Opposite,
    columns_of,
    leaves_of,
    values_of,
)
from sangyu.people.entitlement.rules.plan import UNKNOWN, Compiled, Plan
from sangyu.people.entitlement.rules.rule import EXCLUDED, LOWER, MAYBE, NO

Row = Mapping[str, object]


@dataclass(frozen=True)
class Judged:
    """One rule for one person. `result`: fen a month, or NO, MAYBE, EXCLUDED, LOWER. `base`: before the overlaps.
    `others`: the programmes that excluded, outbid or reduced it. `row`: which row of the amount table holds."""

    programme: str
    version_id: int
    result: int
    base: int
    told: int
    row: int | None
    others: tuple[str, ...] = ()

    @property
    def is_given(self) -> bool:
        return self.result >= 0


def known_row(dataset: Dataset, row: Row) -> Row:
    """The row as rules see it: derived columns filled in, "unknown" and "" as missing where values are listed."""
    full = dict(complete(dataset, row))
    for column in dataset.columns:
        value = full.get(column.name)
        if column.values and isinstance(value, str) and value in {UNKNOWN, ""}:
            full[column.name] = None
    return full


def judge(plan: Plan, row: Row) -> tuple[Judged, ...]:
    """Every rule of the plan for one row of the dataset."""
    facts = known_row(plan.dataset, row)
    bases = [_base(each, facts) for each in plan.rules]
    results = [base for base, _row in bases]
    others: list[tuple[str, ...]] = [()] * len(results)
    for place in plan.exclusion_order:
        results[place], others[place] = _excluded(plan, place, results)
    results, others = _highest(plan, results, others)
    results, others = _deducted(plan, results, others)
    return tuple(
        Judged(
            each.rule.programme,
            each.rule.version_id,
            results[at],
            bases[at][0],
            told_bits(each, facts),
            bases[at][1],
            others[at],
        )
        for at, each in enumerate(plan.rules)
    )


def told_bits(each: Compiled, facts: Row) -> int:
    """Two bits per single condition, in their order: 0 no, 1 yes, 2 cannot tell."""
    expressions = [each.condition, *(when for when in each.whens if when is not None)]
    told = 0
    leaves = [leaf for expression in expressions for leaf in leaves_of(expression.tree)]
    for at, leaf in enumerate(leaves):
        found = leaf_outcome(leaf, facts)
        told |= (2 if found is None else int(found)) << 2 * at
    return told


def explained(each: Compiled, row: Row, dataset: Dataset) -> tuple[Explanation, ...]:
    """The condition's tree in words, then that of each row of the amount table up to the one that decides."""
    facts = known_row(dataset, row)
    trees = [explain(each.condition, facts)]
    for when in each.whens:
        if when is None:
            break
        trees.append(explain(when, facts))
        if outcome(when.tree, facts) is not False:
            break
    return tuple(trees)


def missing(trees: Sequence[Explanation]) -> tuple[Used, ...]:
    """What would have to be recorded to tell, each once: of the branches that are open, not of those a known fact has
    settled already."""
    leaves = [leaf for tree in trees for leaf in _open(tree)]
    found = {used.name: used for leaf in leaves for used in leaf.used if used.is_missing}
    return tuple(found.values())


def _open(tree: Explanation) -> tuple[Explanation, ...]:
    if tree.outcome is not Outcome.UNKNOWN:
        return ()
    if tree.form is Form.LEAF:
        return (tree,)
    return tuple(leaf for child in tree.children for leaf in _open(child))


def lacking(each: Compiled, told: int) -> tuple[Column, ...]:
    """The same from a decision's bits, without the person's row: the columns of the conditions that are open."""
    outcomes = iter([_outcome(told >> 2 * at & 3) for at in range(len(each.leaves))])
    trees = [each.condition.tree, *(when.tree for when in each.whens if when is not None)]
    found: dict[str, Column] = {}
    for tree in trees:
        held, columns = _open_columns(tree, outcomes)
        found |= {column.name: column for column in columns if held is None}
    return tuple(found.values())


def _outcome(bits: int) -> bool | None:
    return None if bits == 2 else bits == 1  # the code of "cannot tell"


def _open_columns(
    tree: Condition, outcomes: Iterator[bool | None]
) -> tuple[bool | None, list[Column]]:
    match tree:
        case Both() | Either():
            parts = [_open_columns(part, outcomes) for part in tree.parts]
            known = [held for held, _columns in parts]
            held = conjunction(known) if isinstance(tree, Both) else disjunction(known)
            return held, [column for each, columns in parts if each is None for column in columns]
        case Opposite():
            held, columns = _open_columns(tree.part, outcomes)
            return opposite(held), columns
        case _:
            return next(outcomes), [c for value in values_of(tree) for c in columns_of(value)]


def _base(each: Compiled, facts: Row) -> tuple[int, int | None]:
    met = outcome(each.condition.tree, facts)
    if met is False:
        return NO, None
    amount, row = _amount(each, facts)
    if amount == NO:
        return NO, None
    return (MAYBE, None) if met is None else (amount, row)


def _amount(each: Compiled, facts: Row) -> tuple[int, int | None]:
    for at, (when, row) in enumerate(zip(each.whens, each.rule.amounts, strict=True)):
        holds = True if when is None else outcome(when.tree, facts)
        if holds is None:
            return MAYBE, None
        if holds:
            return row.fen, at
    return NO, None


def _excluded(plan: Plan, place: int, results: list[int]) -> tuple[int, tuple[str, ...]]:
    own = results[place]
    codes = [code for code in plan.rules[place].rule.excluded_by if code in plan.places]
    holders = tuple(code for code in codes if results[plan.places[code]] >= 0)
    if own == NO:
        return NO, ()
    if holders:
        return EXCLUDED, holders
    open_ = tuple(code for code in codes if results[plan.places[code]] == MAYBE)
    return (MAYBE, open_) if open_ else (own, ())


def _highest(
    plan: Plan, results: list[int], others: list[tuple[str, ...]]
) -> tuple[list[int], list[tuple[str, ...]]]:
    after, why = list(results), list(others)
    for place, each in enumerate(plan.rules):
        if not each.rule.higher or results[place] < 0:
            continue
        winners = [
            other.rule.programme
            for at, other in enumerate(plan.rules)
            if at != place
            and other.rule.higher == each.rule.higher
            and (results[at] > results[place] or (at < place and results[at] == results[place]))
        ]
        if winners:
            after[place], why[place] = LOWER, tuple(winners)
    return after, why


def _deducted(
    plan: Plan, results: list[int], others: list[tuple[str, ...]]
) -> tuple[list[int], list[tuple[str, ...]]]:
    after, why = list(results), list(others)
    for place, each in enumerate(plan.rules):
        codes = [code for code in each.rule.deducts if code in plan.places]
        if results[place] < 0 or not codes:
            continue
        open_ = tuple(code for code in codes if results[plan.places[code]] == MAYBE)
        taken = {code: max(results[plan.places[code]], 0) for code in codes}
        if open_:
            after[place], why[place] = MAYBE, open_
        elif sum(taken.values()):
            after[place] = max(results[place] - sum(taken.values()), 0)
            why[place] = tuple(code for code, fen in taken.items() if fen)
    return after, why

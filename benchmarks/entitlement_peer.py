"""The same programmes in OpenFisca-Core: python -m benchmarks.entitlement_peer IN.parquet OUT.parquet, prints JSON.

The model is built from the very trees of the rules, as a country package is written: an input variable for each column
(coded columns as Enum, tags as booleans), the age as a variable, one variable with a formula for each programme, numpy
in the formulas. OpenFisca has no missing values, so each column that can be missing has a second variable saying where
it is known, and formulas reckon with pairs (yes, cannot tell). Overlaps are variables over those of the programmes.
Timed end to end as ours: Parquet read, inputs set, everything calculated, results written as Parquet.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

PERIOD = "2026-11"
COMPARE: dict[str, Callable[..., Any]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
Pair = tuple[Any, Any]
"""Where it is yes, where it cannot be told."""


def main() -> None:
    """Calculate a file."""
    from benchmarks import django_only

    django_only.setup()
    from benchmarks.entitlement_city import TODAY
    from sangyu.people.entitlement.shipped import shipped_plan

    plan = shipped_plan(TODAY)
    read, write = Path(sys.argv[1]), Path(sys.argv[2])
    best, calculated = 1e9, 1e9
    for _ in range(int(sys.argv[3]) if len(sys.argv) > 3 else 1):
        start = time.perf_counter()
        seconds = Model(plan, TODAY).run(read, write)
        best, calculated = min(best, time.perf_counter() - start), min(calculated, seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": round(best, 3), "calculation_s": round(calculated, 3)}
    print(json.dumps(told | {"peak_mib": round(peak)}))


class Model:
    """A tax-benefit system of these rules."""

    def __init__(self, plan: Any, today: date) -> None:
        from openfisca_core.entities import build_entity
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem

        self.plan, self.today = plan, today
        self.person = build_entity("person", "persons", "", is_person=True)
        self.system = TaxBenefitSystem([self.person])
        self.columns = {
            column.name: column
            for each in plan.rules
            for expression in (each.condition, *each.whens)
            if expression is not None
            for column in expression.columns
        }
        self.columns["birth_date"] = plan.dataset.by_name["birth_date"]
        self.enums: dict[str, Any] = {}
        self.tags = self._tags()
        self._inputs()
        self._age()
        self._programmes()

    def run(self, read: Path, write: Path) -> float:
        """Read, calculate, write; returns the seconds of the calculation alone."""
        from openfisca_core.simulations import SimulationBuilder

        wanted = [c.name for c in self.columns.values() if not c.derived]
        table = pq.read_table(read, columns=["id", *wanted])
        simulation = SimulationBuilder().build_default_simulation(self.system, table.num_rows)
        for name in wanted:
            self._set(simulation, name, table.column(name).combine_chunks())
        start = time.perf_counter()
        results = {f"r{at}": simulation.calculate(f"r{at}", PERIOD) for at in range(len(self.plan.rules))}  # fmt: skip
        seconds = time.perf_counter() - start
        pq.write_table(pa.table({"id": table.column("id"), **results}), write, compression="zstd")
        return seconds

    # inputs

    def _tags(self) -> dict[str, list[str]]:
        """The tags that the rules ask for, by column."""
        from sangyu.insight.expressions import tree

        leaves_of: Callable[[Any], Any] = tree.leaves_of
        found: dict[str, list[str]] = {}
        for each in self.plan.rules:
            for expression in (each.condition, *(w for w in each.whens if w is not None)):
                for leaf in leaves_of(expression.tree):
                    if type(leaf).__name__ == "Flag" and leaf.value.function.name in {
                        "has",
                        "has_any",
                    }:
                        column, *wanted = leaf.value.arguments
                        found.setdefault(column.column.name, []).extend(w.value for w in wanted)
        return {name: sorted(set(tags)) for name, tags in found.items()}

    def _add(
        self, name: str, kind: Any, formula: Callable[..., Any] | None = None, **more: Any
    ) -> None:
        from openfisca_core.periods import MONTH
        from openfisca_core.variables import Variable

        body: dict[str, Any] = {
            "value_type": kind, "entity": self.person, "definition_period": MONTH, "label": name, **more,
        }  # fmt: skip
        if formula is not None:
            body["formula"] = formula
        self.system.add_variable(type(name, (Variable,), body))

    def _inputs(self) -> None:
        from openfisca_core.indexed_enums import Enum

        for column in self.columns.values():
            if column.derived:
                continue
            if column.name in self.tags:
                for tag in self.tags[column.name]:
                    self._add(f"{column.name}__{tag}", bool)
                continue
            self._add(f"{column.name}__known", bool)
            if column.values:
                members = {f"v{at}": value for at, value in enumerate(column.values)}
                self.enums[column.name] = Enum(f"E_{column.name}", members)
                first = self.enums[column.name].v0
                self._add(column.name, Enum, possible_values=self.enums[column.name], default_value=first)  # fmt: skip
            elif column.kind == "date":
                self._add(column.name, date)
            else:
                text = column.kind == "text"
                more: dict[str, Any] = {"max_length": 12} if text else {}
                self._add(column.name, str if text else int, **more)

    def _set(self, simulation: Any, name: str, values: pa.Array) -> None:
        from openfisca_core.indexed_enums import EnumArray

        if name in self.tags:
            offsets = values.offsets.to_numpy()
            flat = values.flatten()
            for tag in self.tags[name]:
                hit = np.flatnonzero(pc.equal(flat, tag).to_numpy(zero_copy_only=False))
                held = np.zeros(len(values), dtype=bool)
                held[np.searchsorted(offsets, hit, side="right") - 1] = True
                simulation.set_input(f"{name}__{tag}", PERIOD, held)
            return
        known = values.is_valid().to_numpy(zero_copy_only=False)
        if name in self.enums:
            listed = list(self.columns[name].values)
            codes = pc.fill_null(pc.index_in(values, pa.array(listed)), 0).to_numpy().astype("uint8")  # fmt: skip
            if "unknown" in listed:
                known = known & (codes != listed.index("unknown"))
            simulation.set_input(name, PERIOD, EnumArray(codes, self.enums[name]))
        elif pa.types.is_date(values.type):
            filled = pc.fill_null(values, date(1900, 1, 1)).to_numpy(zero_copy_only=False)
            simulation.set_input(name, PERIOD, filled.astype("datetime64[D]"))
        elif pa.types.is_integer(values.type):
            filled = pc.fill_null(values, 0).to_numpy(zero_copy_only=False)
            simulation.set_input(name, PERIOD, filled.astype("int32"))
        else:
            text = pc.fill_null(values, "").to_numpy(zero_copy_only=False).astype("S12")
            simulation.set_input(name, PERIOD, text)
        simulation.set_input(f"{name}__known", PERIOD, known)

    def _age(self) -> None:
        today = self.today

        def formula(person: Any, period: Any) -> Any:
            return _years(person("birth_date", period), today)

        self._add("age", int, formula)

    # programmes

    def _programmes(self) -> None:
        from sangyu.people.entitlement.rules.rule import NO

        rules, places = self.plan.rules, self.plan.places
        for at, each in enumerate(rules):
            excluders = [f"x{places[code]}" for code in each.rule.excluded_by if code in places]
            taken = [f"h{places[code]}" for code in each.rule.deducts if code in places]
            rivals = [
                (f"x{other}", other < at)
                for other, one in enumerate(rules)
                if each.rule.higher and other != at and one.rule.higher == each.rule.higher
            ]
            self._add(f"b{at}", int, self._base(each), default_value=NO)
            self._add(f"x{at}", int, _excluded(f"b{at}", excluders))
            self._add(f"h{at}", int, _highest(f"x{at}", rivals))
            self._add(f"r{at}", int, _deducted(f"h{at}", taken))

    def _base(self, each: Any) -> Callable[..., Any]:
        from sangyu.people.entitlement.rules.rule import MAYBE, NO

        def formula(person: Any, period: Any) -> Any:
            yes, open_ = self._tree(each.condition.tree, person, period)
            amount = np.full(len(yes), NO)
            for when, row in reversed(list(zip(each.whens, each.rule.amounts, strict=True))):
                if when is None:
                    amount = np.full(len(yes), row.fen)
                else:
                    holds, unsure = self._tree(when.tree, person, period)
                    amount = np.select([holds, unsure], [row.fen, MAYBE], amount)
            no = ~yes & ~open_
            return np.select([no | (amount == NO), open_], [NO, MAYBE], amount)

        return formula

    def _tree(self, node: Any, person: Any, period: Any) -> Pair:
        from sangyu.insight.expressions.tree import Both, Either, Opposite

        if isinstance(node, Both | Either):
            pairs = [self._tree(part, person, period) for part in node.parts]
            yes, open_ = pairs[0]
            for other, unsure in pairs[1:]:
                if isinstance(node, Both):
                    yes, open_ = yes & other, (yes | open_) & (other | unsure) & ~(yes & other)
                else:
                    open_ = (open_ | unsure) & ~(yes | other)
                    yes = yes | other
            return yes, open_
        if isinstance(node, Opposite):
            yes, open_ = self._tree(node.part, person, period)
            return ~yes & ~open_, open_
        return self._leaf(node, person, period)

    def _leaf(self, leaf: Any, person: Any, period: Any) -> Pair:
        kind = type(leaf).__name__
        if kind == "Flag":
            return self._flag(leaf.value, person, period)
        if kind == "Missing":
            known = person(f"{leaf.value.column.name}__known", period)
            return (known if leaf.negated else ~known), np.zeros(len(known), dtype=bool)
        if kind == "OneOf":
            value, known = self._value(leaf.value, person, period)
            wanted = [self._literal(leaf.value, option.value) for option in leaf.options]
            hit = np.isin(value, wanted)
            return (hit != leaf.negated) & known, ~known
        assert kind == "Comparison"  # the shipped rules have no other form
        value, known = self._value(leaf.left, person, period)
        other = self._literal(leaf.left, leaf.right.value)
        return COMPARE[leaf.relation.value](value, other) & known, ~known

    def _flag(self, call: Any, person: Any, period: Any) -> Pair:
        column, *wanted = call.arguments
        name = column.column.name
        if call.function.name == "starts_with":
            value = person(name, period)
            hit = np.char.startswith(value, wanted[0].value.encode())
            return hit, np.zeros(len(hit), dtype=bool)
        hit = person(f"{name}__{wanted[0].value}", period)
        for more in wanted[1:]:
            hit = hit | person(f"{name}__{more.value}", period)
        return hit, np.zeros(len(hit), dtype=bool)

    def _value(self, node: Any, person: Any, period: Any) -> Pair:
        if type(node).__name__ == "Call":  # months_between(column, as_of)
            name = node.arguments[0].column.name
            return _months(person(name, period), self.today), person(f"{name}__known", period)
        name = node.column.name
        if name == "age":
            value = person("age", period)
            return value, np.ones(len(value), dtype=bool)
        value = person(name, period)
        return (value.view(np.ndarray) if name in self.enums else value), person(f"{name}__known", period)  # fmt: skip

    def _literal(self, node: Any, value: Any) -> Any:
        name = node.column.name if hasattr(node, "column") else ""
        if name in self.enums:
            return list(self.columns[name].values).index(value)
        return int(value) if isinstance(value, Decimal) else value


def _excluded(name: str, others: list[str]) -> Callable[..., Any]:
    from sangyu.people.entitlement.rules.rule import EXCLUDED, MAYBE, NO

    def formula(person: Any, period: Any) -> Any:
        own = person(name, period)
        values = [person(other, period) for other in others]
        if not values:
            return own
        held = np.any([value >= 0 for value in values], axis=0)
        open_ = np.any([value == MAYBE for value in values], axis=0)
        return np.select([own == NO, held, open_], [NO, EXCLUDED, MAYBE], own)

    return formula


def _highest(name: str, rivals: list[tuple[str, bool]]) -> Callable[..., Any]:
    from sangyu.people.entitlement.rules.rule import LOWER

    def formula(person: Any, period: Any) -> Any:
        own = person(name, period)
        beaten = np.zeros(len(own), dtype=bool)
        for rival, first in rivals:
            value = person(rival, period)
            beaten |= (value >= own) if first else (value > own)
        return np.where((own >= 0) & beaten, LOWER, own) if rivals else own

    return formula


def _deducted(name: str, taken: list[str]) -> Callable[..., Any]:
    from sangyu.people.entitlement.rules.rule import MAYBE

    def formula(person: Any, period: Any) -> Any:
        own = person(name, period)
        values = [person(other, period) for other in taken]
        if not values:
            return own
        open_ = np.any([value == MAYBE for value in values], axis=0)
        less = np.sum([np.maximum(value, 0) for value in values], axis=0)
        return np.select([own < 0, open_], [own, MAYBE], np.maximum(own - less, 0))

    return formula


def _parts(days: Any) -> tuple[Any, Any, Any]:
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]").astype(int) + 1970
    return years, months.astype(int) % 12 + 1, (days - months).astype(int) + 1


def _years(days: Any, today: date) -> Any:
    year, month, day = _parts(days)
    return today.year - year - (today.month * 100 + today.day < month * 100 + day)


def _months(days: Any, today: date) -> Any:
    year, month, day = _parts(days)
    return (today.year - year) * 12 + today.month - month - (today.day < day)


if __name__ == "__main__":
    main()

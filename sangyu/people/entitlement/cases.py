"""Worked cases of programmes, as an officer writes them (policy/cases/*.yaml), tried against the rules.

    programme: qiandongnan-advanced-age
    cases:
      - name: 八十周岁当天起，每月60元
        day: 2026-11-01
        person: {birth_date: 1946-11-01, area_code: "522601103200", residence_kind: both_here}
        result: entitled            # entitled · not entitled · may be entitled · excluded · lower
        amount: "60"                # yuan a month, where entitled
        missing: [ability_level]    # where it may be: the columns that would tell
        instead: [destitute-basic]  # where excluded or lower: by which programmes

What `person` does not name is not recorded; tags (categories) are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from sangyu.insight.datasets.types import Dataset, Kind
from sangyu.kernel.money import format_yuan, parse_yuan
from sangyu.people.entitlement.rules.judging import Judged, explained, judge, missing
from sangyu.people.entitlement.rules.plan import Plan
from sangyu.people.entitlement.rules.rule import EXCLUDED, LOWER, MAYBE, NO
from sangyu.people.entitlement.shipped import shipped_plan

RESULTS = {NO: "not entitled", MAYBE: "may be entitled", EXCLUDED: "excluded", LOWER: "lower"}
ENTITLED = "entitled"


class BadCase(ValueError):
    """A case that is written wrongly: the message names the file, the case and the fault."""


@dataclass(frozen=True)
class Case:
    """One worked case."""

    programme: str
    name: str
    on: date
    person: Mapping[str, Any]
    result: str
    amount: Decimal | None
    missing: tuple[str, ...]
    instead: tuple[str, ...]


def shipped_cases() -> list[Case]:
    """The cases that come with the shipped programmes."""
    folder = files("sangyu.people.entitlement.policy").joinpath("cases")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return [case for name in names for case in read(folder.joinpath(name).read_text("utf-8"), name)]


def file_cases(path: Path) -> list[Case]:
    """The cases of a file."""
    return list(read(path.read_text("utf-8"), path.name))


def read(text: str, where: str) -> Iterator[Case]:
    """Cases out of YAML; BadCase names what is wrong."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadCase(f"{where}: {error}") from None
    if not isinstance(data, dict) or not isinstance(data.get("cases"), list):
        raise BadCase(f"{where}: {_('a file of cases has “programme” and “cases”.')}")
    for row in data["cases"]:
        yield _case(str(data.get("programme", "")), row, where)


def fault(case: Case, plan: Plan | None = None) -> str:
    """What the rules say differently from the case; empty where they agree."""
    rules = plan or shipped_plan(case.on)
    if case.programme not in rules.places:
        return _("%(programme)s is not in force on that day.") % {"programme": case.programme}
    row = _row(rules.dataset, case)
    place = rules.places[case.programme]
    judged = judge(rules, row)[place]
    found = RESULTS.get(judged.result, ENTITLED)
    if found != case.result:
        return _("expected: %(expected)s, found: %(found)s") % {
            "expected": case.result,
            "found": found,
        }
    return _difference(case, judged, rules, row, place)


def _difference(case: Case, judged: Judged, plan: Plan, row: dict[str, Any], place: int) -> str:
    pairs: list[tuple[object, object]] = []
    if case.amount is not None:
        pairs.append((format_yuan(case.amount), format_yuan(Decimal(max(judged.result, 0)) / 100)))
    if case.missing:
        lacking = missing(explained(plan.rules[place], row, plan.dataset))
        pairs.append((sorted(case.missing), sorted(used.name for used in lacking)))
    if case.instead:
        pairs.append((sorted(case.instead), sorted(judged.others)))
    wrong = [pair for pair in pairs if pair[0] != pair[1]]
    words = _("expected: %(expected)s, found: %(found)s")
    return "; ".join(words % {"expected": expected, "found": found} for expected, found in wrong)


def _row(dataset: Dataset, case: Case) -> dict[str, Any]:
    row: dict[str, Any] = {
        column.name: [] if column.kind is Kind.TAGS else None for column in dataset.stored
    }
    unknown = set(case.person) - set(row)
    if unknown:
        raise BadCase(f"{case.programme}, {case.name}: {', '.join(sorted(unknown))}?")
    return row | dict(case.person) | {"as_of": case.on}


def _case(programme: str, row: Mapping[str, Any], where: str) -> Case:
    try:
        amount = parse_yuan(str(row["amount"])) if "amount" in row else None
        case = Case(
            row.get("programme", programme),
            str(row["name"]),
            row["day"],
            row["person"],
            row["result"],
            amount,
            tuple(row.get("missing", ())),
            tuple(row.get("instead", ())),
        )
    except KeyError as error:
        raise BadCase(f"{where}, {row.get('name', '?')}: {error.args[0]}?") from None
    if case.result not in {ENTITLED, *RESULTS.values()}:
        raise BadCase(f"{where}, {case.name}: {case.result}?")
    return case

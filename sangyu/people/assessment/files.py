"""Files of answer sheets: JSON in, one sheet or a list; the results as plain data, or every problem of the whole file.

A sheet is an object with `instrument`, `answers`, and where the instrument looks at them `diagnoses` and `events_30d`;
`id` is handed through. Any other key is refused, because a misspelt `diagnoses` would quietly lower a level.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from sangyu.kernel.errors import Problem
from sangyu.people.assessment import wording
from sangyu.people.assessment.policy import CODES, instruments
from sangyu.people.assessment.rules.scoring import score
from sangyu.people.assessment.types import Instrument, Result, Sheet, Unscorable

KEYS = ("instrument", "answers", "diagnoses", "events_30d", "id")
Scored = dict[str, Any]


class BadSheets(Exception):
    """A file of which not every sheet can be scored, with everything that is wrong in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = problems


def file_score(content: bytes) -> Scored | list[Scored]:
    """Score the sheet, or every sheet, of a JSON file (UTF-8, UTF-16 or UTF-32). Raises `BadSheets`."""
    data = _parsed(content)
    is_list = isinstance(data, list)
    entries = data if is_list else [data]
    pairs = [
        _sheet_score(entry, f"[{place}]" if is_list else "") for place, entry in enumerate(entries)
    ]
    problems = [problem for _result, faults in pairs for problem in faults]
    if problems:
        raise BadSheets(problems)
    done = [result for result, _faults in pairs]
    return done if is_list else done[0]


def _parsed(content: bytes) -> Any:
    """The JSON; a key written twice is refused, since only one of the two would count."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        keys = [key for key, _value in pairs]
        twice.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return found

    try:
        data = json.loads(content, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        place = _("line %(line)d, column %(column)d") % {
            "line": error.lineno,
            "column": error.colno,
        }
        raise BadSheets([_not_json(place)]) from error
    except (ValueError, RecursionError) as error:
        raise BadSheets([_not_json("")]) from error
    if twice:
        remedy = _("Keep only one of them.")
        raise BadSheets([Problem(key, "", "", _("It is written twice."), remedy) for key in twice])
    return data


def _not_json(place: str) -> Problem:
    return Problem(place, "", "", _("The file is not JSON."), _("Write it as JSON in UTF-8."))


def _sheet_score(entry: Any, prefix: str) -> tuple[Scored, list[Problem]]:
    """One sheet's result, or what is wrong with it, its places beginning with the prefix."""
    problems = _shape_problems(entry)
    if not problems:
        instrument = instruments()[entry["instrument"]]
        sheet = Sheet(entry["answers"], entry.get("diagnoses"), entry.get("events_30d"))
        problems = _null_problems(entry)
        try:
            result = score(instrument, sheet)
        except Unscorable as error:
            problems += [wording.problem(fault) for fault in error.faults]
        else:
            if not problems:
                return as_dict(instrument, result, entry), []
    joint = "." if prefix else ""
    return {}, [
        replace(one, where=f"{prefix}{joint if one.where else ''}{one.where}") for one in problems
    ]


def _shape_problems(entry: Any) -> list[Problem]:
    if not isinstance(entry, dict):
        remedy = _('Write an object with "instrument" and "answers".')
        return [Problem("", "", wording.shown(entry), _("This is no answer sheet."), remedy)]
    keys = ", ".join(KEYS)
    problems = [
        Problem(
            key, "", "", _("A sheet has no such entry."), _("Possible: %(keys)s.") % {"keys": keys}
        )
        for key in entry
        if key not in KEYS
    ]
    code = entry.get("instrument")
    if not isinstance(code, str) or code not in CODES:
        known = _("Give one of: %(possible)s.") % {"possible": ", ".join(CODES)}
        value = wording.shown(code) if "instrument" in entry else ""
        problems.append(Problem("instrument", "", value, _("There is no such instrument."), known))
    if not isinstance(entry.get("answers"), dict):
        remedy = _('Write an object of item codes and answers, such as {"B.1.1": 4}.')
        problems.append(Problem("answers", "", "", _("The answers are missing."), remedy))
    given = entry.get("id", "")
    if type(given) not in {str, int} or not str(given).isprintable():
        remedy = _("Write a number or a text of one line.")
        problems.append(
            Problem("id", "", wording.shown(given), _("This is no mark of a sheet."), remedy)
        )
    return problems


def _null_problems(entry: Mapping[str, Any]) -> list[Problem]:
    """An explicit null is neither none nor a value."""
    remedy = _("Write what is known, or leave it out.")
    return [
        Problem(key, "", "null", _("Nothing is given."), remedy)
        for key in ("diagnoses", "events_30d")
        if key in entry and entry[key] is None
    ]


def as_dict(instrument: Instrument, result: Result, entry: Mapping[str, Any]) -> Scored:
    """A result as plain data, with the words of its codes in the reader's language."""
    plain: Scored = {"id": entry["id"]} if "id" in entry else {}
    plain |= {
        "instrument": result.instrument,
        "version": result.version,
        "subtotals": dict(result.subtotals),
        "total": result.total,
        "preliminary_level": result.preliminary_level,
        "level": result.level,
        "level_name": wording.level_name(instrument, result.level),
        "reasons": [
            {
                "code": reason.code,
                "effect": str(reason.effect),
                "params": dict(reason.params),
                "clause": reason.clause,
                "text": wording.reason_text(instrument, reason),
            }
            for reason in result.reasons
        ],
        "notes": [{"code": code, "text": wording.note_text(code)} for code in result.notes],
    }
    if result.section_levels:
        plain["section_levels"] = dict(result.section_levels)
    if result.may_apply is not None:
        plain["may_apply"] = result.may_apply
    return plain

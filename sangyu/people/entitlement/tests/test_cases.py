"""The worked cases of the shipped programmes, and what happens to a case that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sangyu.people.entitlement import policy
from sangyu.people.entitlement.cases import BadCase, Case, fault, read, shipped_cases

CASES = shipped_cases()
GOOD = """
programme: shandong-centenarian
cases:
  - name: 一百周岁
    day: 2026-11-01
    person: {birth_date: 1926-11-01, area_code: "371502001001"}
    result: entitled
    amount: "300"
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.programme} {case.name}")
def test_a_worked_case(case: Case) -> None:
    assert fault(case) == ""


def test_every_programme_has_cases_of_both_kinds() -> None:
    for draft in policy.programmes():
        results = {case.result for case in CASES if case.programme == draft.code}
        assert "entitled" in results, draft.code
        assert len(results) > 1, draft.code


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('"300"', '"200"', "300.00"),
        ("result: entitled", "result: not entitled", "entitled"),
        ("shandong-centenarian", "no-such-programme", "no-such-programme"),
    ],
)
def test_a_case_that_differs_says_what_was_found(written: str, instead: str, told: str) -> None:
    (case,) = read(GOOD.replace(written, instead), "test.yaml")
    assert told in fault(case)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("result: entitled", "result: perhaps"), "perhaps"),
        (GOOD.replace("    day: 2026-11-01\n", ""), "day"),
        ("cases: 3", "cases"),
        ("cases: [", "test.yaml"),
    ],
)
def test_a_case_that_is_written_wrongly_names_the_fault(text: str, told: str) -> None:
    with pytest.raises(BadCase, match=told):
        list(read(text, "test.yaml"))


def test_a_fact_that_the_register_does_not_have_is_refused() -> None:
    (case,) = read(GOOD.replace("birth_date", "birthday"), "test.yaml")
    with pytest.raises(BadCase, match="birthday"):
        fault(case)


def test_the_command_tries_the_shipped_cases_or_those_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("entitlement", "test")
    assert str(len(CASES)) in capsys.readouterr().out
    path = tmp_path / "own.yaml"
    path.write_text(GOOD.replace('"300"', '"200"'), "utf-8")
    with pytest.raises((CommandError, SystemExit)):
        call_command("entitlement", "test", str(path))

"""`sangyu assess score` as an officer meets it: JSON out, or every fault on stderr with its place and remedy."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation
from pytest_django.fixtures import Settings

from sangyu.__main__ import main
from sangyu.people.assessment.files import BadSheets, file_score
from sangyu.people.assessment.policy import CODES
from sangyu.people.assessment.tests.sheets import best

LTC = {"instrument": "ltc2021", "answers": best("ltc2021")}
GBT = {
    "instrument": "gbt42195",
    "answers": best("gbt42195"),
    "diagnoses": ["F03"],
    "events_30d": {"fall": 1, "wandering": 0, "choking": 0, "self_harm": 0, "other": 0},
}


def run(name: str, language: str = "en") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with translation.override(language):
        try:
            call_command("assess", "score", name, stdout=out, stderr=err)
        except SystemExit as exit_:
            status = int(exit_.code or 0)
    return status, out.getvalue(), err.getvalue()


def test_one_sheet_gives_one_result_and_needs_no_database(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMBEDDED_POSTGRES = SimpleNamespace(start=pytest.fail)
    file = tmp_path / "sheet.json"
    file.write_text(json.dumps(GBT), "utf-8")
    assert main(["sangyu", "assess", "score", str(file)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["subtotals"] == {"B.1": 32, "B.2": 15, "B.3": 28, "B.4": 15}
    assert (result["total"], result["preliminary_level"], result["level"]) == (90, 0, 1)
    assert [reason["code"] for reason in result["reasons"]] == ["total_in_band", "dementia"]


def test_a_list_gives_a_list_in_its_order_also_from_standard_input(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheets = [{**GBT, "id": "a"}, {**LTC, "id": 7}]
    content = io.BytesIO(json.dumps(sheets).encode("utf-16"))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=content))
    status, out, err = run("-")
    assert (status, err) == (0, "")
    assert [(one["id"], one["instrument"], one["level"]) for one in json.loads(out)] == [
        ("a", "gbt42195", 1),
        (7, "ltc2021", 0),
    ]
    assert file_score(b"[]") == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_reason_and_note_has_words(language: str) -> None:
    coma = {**GBT, "answers": {**best("gbt42195"), "B.3.9": "coma"}, "diagnoses": ["F32"]}
    mmse = {"instrument": "mmse", "answers": {"total": 20, "education": "primary"}}
    sheets = [GBT | {"events_30d": {"fall": 2}}, coma, mmse]
    sheets += [{"instrument": code, "answers": best(code)} for code in CODES]
    with translation.override(language):
        done = file_score(json.dumps(sheets).encode())
    assert isinstance(done, list)
    texts = [part["text"] for one in done for part in (*one["reasons"], *one["notes"])]
    assert all(texts)
    assert not any("%(" in text for text in texts)
    is_chinese = [any("一" <= letter <= "鿿" for letter in text) for text in texts]
    assert set(is_chinese) == {language == "zh-hans"}


def without(code: str) -> dict[str, Any]:
    return {**GBT, "answers": {k: v for k, v in best("gbt42195").items() if k != code}}


def answering(code: str, value: object) -> dict[str, Any]:
    return {**GBT, "answers": {**best("gbt42195"), code: value}}


FAULTS: list[tuple[Any, str]] = [
    (without("B.2.4"), "answers.B.2.4 Stairs: The answer is missing. Give one of: 3, 2, 1, 0."),
    (
        answering("B.2.4", 4),
        "answers.B.2.4 Stairs: 4 – The item has no such answer. Give one of: 3, 2, 1, 0.",
    ),
    (
        answering("B.3.9", 0),
        "answers.B.3.9 Consciousness: 0 – The item has no such answer. Give one of: alert, drowsy, stupor, coma.",
    ),
    (
        answering("B.5.1", 1),
        (
            "answers.B.5.1: 1 – The form has no such item. "
            "Its items go from B.1.1 to B.4.5; mend the code or leave it out."
        ),
    ),
    (
        {**GBT, "diagnoses": ["I10", "痴呆"]},
        (
            'diagnoses[1]: "痴呆" – This is no ICD-10 code. '
            "Write a letter and two digits, with or without a subdivision: F03, F03.9."
        ),
    ),
    (
        {**GBT, "diagnoses": ["F00-F09"]},
        (
            'diagnoses[0]: "F00-F09" – It is undecided whether this range stands for dementia or another disorder. '
            "Write the code of the diagnosis, or a range of the form: F00-F03, F04-F99."
        ),
    ),
    (
        {**GBT, "diagnoses": "F03"},
        (
            'diagnoses: "F03" – The diagnoses are not a list. '
            'Write a list of ICD-10 codes, such as ["F03", "I10"]; [] for none.'
        ),
    ),
    (
        {**GBT, "diagnoses": None},
        "diagnoses: null – Nothing is given. Write what is known, or leave it out.",
    ),
    (
        {**GBT, "events_30d": {"falls": 2}},
        (
            "events_30d.falls: 2 – There is no such kind of care-risk event. "
            "Give one of: fall, wandering, choking, self_harm, other."
        ),
    ),
    (
        {**GBT, "events_30d": {"fall": -1}},
        "events_30d.fall: -1 – This is no count. Write how often it happened in the last 30 days: 0, 1, 2 …",
    ),
    (
        {**GBT, "events_30d": [1]},
        (
            "events_30d: [1] – The care-risk events are not an object of counts. "
            'Write each kind with its count, such as {"fall": 1}; {} for none.'
        ),
    ),
    (
        {**GBT, "diagnosis": ["F03"]},
        "diagnosis: A sheet has no such entry. Possible: instrument, answers, diagnoses, events_30d, id.",
    ),
    (
        {"answers": {}},
        (
            "instrument: There is no such instrument. "
            "Give one of: gbt42195, ltc2021, ltc2021_screening, mzt039, barthel, mmse."
        ),
    ),
    (
        {"instrument": "mmse"},
        'answers: The answers are missing. Write an object of item codes and answers, such as {"B.1.1": 4}.',
    ),
    (
        {"instrument": "mmse", "answers": {"total": 31}},
        "answers.total Total: 31 – The item has no such answer. Give one of: 0 to 30.",
    ),
    (
        {**GBT, "id": "\ud800"},
        'id: "\\ud800" – This is no mark of a sheet. Write a number or a text of one line.',
    ),
    (3, '3 – This is no answer sheet. Write an object with "instrument" and "answers".'),
]


@pytest.mark.parametrize(("sheet", "line"), FAULTS, ids=lambda value: str(value)[:30])
def test_a_fault_says_where_what_and_what_to_do(sheet: Any, line: str, tmp_path: Path) -> None:
    file = tmp_path / "sheet.json"
    file.write_text(json.dumps(sheet), "utf-8")
    assert run(str(file)) == (1, "", f"{line}\n")
    file.write_text(json.dumps([LTC, sheet]), "utf-8")
    joint = "" if line.startswith("3 –") else "."
    prefixed = f"[1]: {line}" if not joint else f"[1].{line}"
    assert run(str(file)) == (1, "", f"{prefixed}\n"), "one bad sheet, and nothing is printed"
    status, _out, err = run(str(file), "zh-hans")
    assert status == 1
    assert "请" in err or "可" in err


@pytest.mark.parametrize(
    ("content", "where", "message"),
    [
        (b"", "line 1, column 1", "The file is not JSON."),
        (b'{"a": 1,}', "line 1, column", "The file is not JSON."),
        (b"\xff\xfe\x00", "", "The file is not JSON."),
        (b"[" * 100_000, "", "The file is not JSON."),
        (b"9" * 5000, "", "The file is not JSON."),
        (b'{"instrument": "ltc2021", "answers": {"1": 10, "1": 5}}', "1", "It is written twice."),
    ],
    ids=["empty", "comma", "bytes", "deep", "long", "twice"],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, where: str, message: str) -> None:
    with translation.override("en"), pytest.raises(BadSheets) as caught:
        file_score(content)
    (problem,) = caught.value.problems
    assert problem.where.startswith(where)
    assert problem.message == message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    status, out, err = run(str(tmp_path / "none.json"))
    assert (status, out) == (1, "")
    assert "none.json: No such file" in err

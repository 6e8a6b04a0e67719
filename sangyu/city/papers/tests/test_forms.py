"""Papers of many places and departments in the forms that offices publish: every task, deadline and target."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.reading.types import PaperReading, Task, Units
from sangyu.city.papers.tests.renderings import papers, render

SIGNS = {"ge": {">="}, "le": {"<="}, "gt": {">"}, "eq": {"=", ">="}}
UNKNOWN = "?"


EVERY = [pytest.param(paper, form, id=f"{paper['name']} {form}") for paper, _, form in papers()]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def names(units: Units) -> str:
    return "/".join(bare(name) for name in units.names)


def fields(line: str) -> list[str]:
    return [bare(field) for field in line.split("|")]


def the_task(reading: PaperReading, words: str) -> Task:
    """The smallest task that holds these words."""
    within = [
        task
        for task in reading.tasks
        if words in bare(f"{task.title.printed}{task.measure.printed}")
        or words in bare(reading.text[task.span.start : task.span.end])
    ]
    assert within, f"no task holds {words}"
    return min(within, key=lambda task: task.span.end - task.span.start)


def told(wanted: str, found: str) -> str:
    """What was found, or the sign that nobody asks for it."""
    return UNKNOWN if wanted == UNKNOWN else found


@pytest.mark.parametrize(("paper", "form"), EVERY)
def test_a_paper_is_read_wholly_in_each_form(paper: dict[str, Any], form: str) -> None:
    reading = read_paper(render(paper["text"], form), "paper")
    for wanted in map(fields, paper["tasks"]):
        task = the_task(reading, wanted[0])
        found = (
            names(task.lead),
            names(task.support),
            bare(task.deadline.printed),
            task.deadline.kind.value,
        )
        assert [wanted[0], *map(told, wanted[1:], found)] == wanted
    assert len(reading.tasks) == len(paper["tasks"])
    for words, sign, value, unit in map(fields, paper["targets"]):
        assert any(
            words in bare(f"{target.indicator}{target.printed}")
            and value in {target.value, *(step.value for step in target.steps)}
            and target.unit == unit
            and (sign == UNKNOWN or target.operator.value in SIGNS[sign])
            for target in reading.targets
        ), f"{words} {value}"
    for field in ("title", "number", "issuer"):
        if field in paper:
            assert bare(getattr(reading.document, field)) == bare(paper[field])


def test_reading_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    paper = next(papers())[0]
    file = tmp_path / "paper.docx"
    file.write_bytes(render(str(paper["text"]), "docx"))
    code = (
        "import sys; from pathlib import Path; from sangyu.city.papers.reading.paper import read_paper;"
        "print(repr(read_paper(Path(sys.argv[1]), 'paper')))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, str(file)],
            env={
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": ":".join(filter(None, sys.path)),
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(printed) == 1

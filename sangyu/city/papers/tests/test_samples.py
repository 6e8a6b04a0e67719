"""The shipped .docx and .xlsx are what the Kaili pack gives, and read back to exactly its rows."""

from __future__ import annotations

import io
import zipfile

import pytest

from sangyu.city.papers.reading.tasks import read_tasks
from sangyu.city.papers.reading.types import DeadlineKind
from sangyu.city.papers.samples.build import FOLDER, NAME, built, sample

FILES = (f"{NAME}.docx", f"{NAME}.xlsx")


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_files_are_up_to_date(name: str) -> None:
    assert parts((FOLDER / name).read_bytes()) == parts(built()[name])


@pytest.mark.parametrize("name", FILES)
def test_they_read_back_to_exactly_the_rows_of_the_pack(name: str) -> None:
    reading = read_tasks(FOLDER / name, name)
    assert [
        [
            task.no,
            task.title.printed,
            task.deadline.printed,
            task.passages["lead"].printed,
            task.passages["support"].printed if "support" in task.passages else "",
        ]
        for task in reading.tasks
    ] == sample().rows
    assert reading.problems == ()
    asked = {(task.no, problem.code) for task in reading.tasks for problem in task.problems}
    assert asked == {("31", "support.blank")}
    for task in reading.tasks:
        assert task.title.span is not None
        assert reading.text[task.title.span.start : task.title.span.end] == task.title.printed


def test_the_sample_has_every_kind_of_deadline_of_its_paper() -> None:
    tasks = {task.no: task for task in read_tasks(FOLDER / FILES[0], FILES[0]).tasks}
    assert len(sample().rows) == len(tasks) == 33
    assert tasks["1"].deadline.months == (1,)
    kinds = {no: tasks[no].deadline.kind for no in ("1", "4", "5", "6", "20", "26")}
    assert kinds == {
        "1": DeadlineKind.YEARLY,
        "4": DeadlineKind.DATED,
        "5": DeadlineKind.HYBRID,
        "6": DeadlineKind.OPEN,
        "20": DeadlineKind.STAGED,
        "26": DeadlineKind.QUARTERLY,
    }

"""`sangyu papers tasks FILE --json` answers without a database, and says why it read nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PAPER = """附件2
序号

重点任务

完成时限

牵头单位

责任单位

1

每年清点本辖区老年人口。

每年1月底

市卫生健康局

各镇人民政府〔街道办事处〕


2

公布服务清单。

长期

市民政局



3

建成一所护理站。

2024年底

市民政局、市住房和城乡建设局

财政局,各镇人民政府〔街道办事处〕


微博
微信
"""


def papers_tasks(file: Path) -> tuple[int, dict[str, Any]]:
    """Run the command with a database address that nobody answers."""
    run = subprocess.run(
        [sys.executable, "-m", "sangyu", "papers", "tasks", str(file), "--json"],
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, json.loads(run.stdout)


def test_tasks_are_printed_without_a_database(tmp_path: Path) -> None:
    file = tmp_path / "paper.txt"
    file.write_text(PAPER, encoding="utf-8")
    status, answer = papers_tasks(file)
    assert status == 0
    keys = ("no", "lead", "support", "deadline", "deadline_kind")
    assert [tuple(task[key] for key in keys) for task in answer["tasks"]] == [
        ("1", ["市卫生健康局"], ["各镇人民政府〔街道办事处〕"], "每年1月底", "yearly"),
        ("2", ["市民政局"], [], "长期", "open"),
        (
            "3",
            ["市民政局", "市住房和城乡建设局"],
            ["财政局", "各镇人民政府〔街道办事处〕"],
            "2024年底",
            "dated",
        ),
    ]
    assert [problem["code"] for problem in answer["tasks"][1]["problems"]] == ["support.blank"]
    assert {problem["text"] for problem in answer["problems"]} == {"微博", "微信"}


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "file.empty"), (b"PK\x03\x04", "file.damaged")]
)
def test_a_file_that_cannot_be_opened_is_answered_with_its_reason(
    content: bytes, code: str, tmp_path: Path
) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(content)
    status, answer = papers_tasks(file)
    assert status == 1
    assert answer["tasks"] == []
    assert [problem["code"] for problem in answer["problems"]] == [code]

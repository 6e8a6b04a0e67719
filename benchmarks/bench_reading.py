"""Reading papers: python -m benchmarks.bench_reading [MUTATIONS], prints JSON. No database.

pages_100_*    a paper of 100 pages in each format, in a process of its own: seconds, peak of memory, tasks found
               and tasks written (aims: 5 s, 300 MiB, all)
mutations      papers cut, doubled, swapped and injected (10,000 unless told otherwise), every second one in its words
               before it is made a page, a document, a workbook or a PDF: crashes, and the slowest in seconds
               (aims: none, 10 s)
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangyu.settings.base")

import django

from benchmarks.mutating import mutated
from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.samples.build import built
from sangyu.city.papers.tests import documents, pdfs
from sangyu.city.papers.tests.renderings import papers, render
from sangyu.kernel.errors import DomainError

django.setup()
# A page after GB/T 9704 has 22 lines of 28 characters; these have more than twice as many.
PAGES, LINES_A_PAGE, SEED = 100, 32, 42
SENTENCE = (
    "到2027年，全市养老服务网络布局合理、功能完善，有需求的老年人就近得到专业、便捷、放心的服务，"
    "各级各部门分工明确、协作顺畅，每半年至少开展1次检查，问题在20个工作日内办结。"
)
HEADER = ("序号", "重点任务", "牵头单位", "责任单位", "完成时限")


def paper(pages: int) -> tuple[str, int]:
    """A text of so many pages of 44 characters by 50 lines, and how many tasks it sets."""
    lines = ["安养市养老服务综合规划", "安养政发〔2025〕1号", ""]
    tasks = 0
    printed = 0
    while printed < pages * LINES_A_PAGE:
        tasks += 1
        if tasks % 20 == 1:
            lines.append(f"{_chinese(tasks // 20 + 1)}、第{tasks // 20 + 1}类任务")
        lines.append(
            f"{tasks}.办好第{tasks}件事。{SENTENCE[:70]}（责任单位：市民政局、市财政局、各县（市、区）人民政府）"
        )
        printed += -(-len(lines[-1]) // pdfs.WRAP)
    return "\n".join(lines), tasks


def _chinese(value: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")) + (
        digits[ones] if ones or not tens else ""
    )


def _files(folder: Path) -> dict[str, tuple[Path, int]]:
    """The same paper in four formats, and a table of 100 pages as PDF."""
    text, tasks = paper(PAGES)
    printed = pdfs.Document()
    printed.paragraph(text)
    rows = [
        HEADER,
        *(
            (str(n), SENTENCE, "市民政局", "市财政局、市卫生健康委", "2026年底")
            for n in range(1, 701)
        ),
    ]
    ruled = pdfs.Document()
    ruled.table(rows, [4, 16, 6, 10, 6])
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n"))
    made = {
        "txt": (text.encode(), tasks),
        "html": (page.encode(), tasks),
        "docx": (documents.word(rows), 700),
        "pdf": (printed.data(), tasks),
        "pdf_table": (ruled.data(), 700),
    }
    found = {}
    for name, (data, count) in made.items():
        file = folder / f"paper.{name}"
        file.write_bytes(data)
        found[name] = (file, count)
    return found


def _alone(file: Path) -> dict[str, Any]:
    """Read in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_reading", "--read", str(file)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def _read(file: Path) -> dict[str, Any]:
    start, before = time.perf_counter(), time.process_time()
    reading = read_paper(file, file.name)
    seconds, busy = time.perf_counter() - start, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(busy, 2),
        "peak_mib": round(peak),
        "tasks": len(reading.tasks),
    }


def mutations(count: int) -> dict[str, Any]:
    """Every mutation is read to its end or refused with a reason."""
    random = Random(SEED)
    text, _ = paper(3)
    page = "<html><body><table><tr><td>" + text.replace("\n", "<tr><td>")
    printed = pdfs.Document()
    printed.paragraph(text)
    sources = [
        text.encode(),
        text.encode("gb18030"),
        page.encode(),
        printed.data(),
        *built().values(),
    ]
    slowest, refused, crashes = 0.0, 0, []
    written = [(words, form) for _, words, form in papers()]
    for number in range(count):
        if number % 2:
            words, form = random.choice(written)
            changed = mutated(words.encode(), random).decode(errors="ignore")
            try:
                data = render("".join(filter(_is_printable, changed)), form)
            except Exception:  # noqa: BLE001 - merged cells that no program can write
                data = changed.encode()
        else:
            data = mutated(random.choice(sources), random)
        start = time.perf_counter()
        try:
            read_paper(data, "paper")
        except DomainError:
            refused += 1
        except Exception as error:  # noqa: BLE001 - what this counts
            crashes.append(f"{number}: {type(error).__name__}: {error}"[:200])
        slowest = max(slowest, time.perf_counter() - start)
    return {
        "count": count,
        "refused": refused,
        "slowest": round(slowest, 2),
        "crashed": len(crashes),
        "crashes": crashes[:10],
    }


def _is_printable(letter: str) -> bool:
    """What XML and a workbook can hold."""
    return letter in "\t\n" or letter.isprintable()


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mutations", nargs="?", type=int, default=10_000)
    parser.add_argument("--read", type=Path)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(_read(options.read)))
        return
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (file, tasks) in _files(Path(folder)).items():
            result[f"pages_100_{name}"] = {**_alone(file), "written": tasks}
    result["mutations"] = mutations(options.mutations)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""Importing a list: python -m benchmarks.bench_import [ROWS], prints JSON.

A list of 100,000 rows, 3 % of them dirty in ten ways, as an .xlsx is uploaded, checked (the preview) and brought in, by
the jobs of the product in a process of their own on an embedded PostgreSQL as delivered (fsync on). Figures:
  check_s, commit_s, total_s   aim: total 90 s
  peak_mib                     peak memory of that process; aim: 600
  good_lost, bad_in            rows on the wrong side; aim: none
  trail_ratio                  the import with the audit trail against without; aim: 1.3
  trail_commit_ratio           the same of the commit alone
  again_s                      the same list once more (every row matched and compared)
  undo_s                       taking the batch back
  peer_s, peer_peak_mib        django-import-export: the same file into a table of the same columns and indexes, sealed
                               and spelt by the same functions, by its own preview (dry run) and import, in bulk
  peer_bad_in                  rows that it let in beyond the good ones
  ratio                        peer_s / total_s
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.scratch import open_scratch

COUNTY = "522601"
HEADER: tuple[str, ...] = (
    "序号", "姓名", "身份证号", "性别", "出生日期", "民族", "联系电话", "镇(街道)", "社区(村)", "现住址", "居住状况",
    "自理能力", "医疗保险", "是否低保", "紧急联系人", "紧急联系人电话", "开户银行", "银行卡号",
)  # fmt: skip
DIRT = 33
"""Every 33rd row is dirty: 3 %."""
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "秀英桂兰玉珍凤霞建国志强明华海燕文军德福永贵春梅光荣正义长生金水木火土"


SPOILT: tuple[tuple[int, Callable[[str], Any]], ...] = (
    (2, lambda text: text[:17] + ("0" if text[17] != "0" else "1")),
    (2, lambda text: float(text.replace("X", "0"))),
    (1, lambda _text: ""),
    (8, lambda _text: "不存在社区"),
    (3, lambda text: "男" if text == "女" else "女"),
    (4, lambda _text: "50.1.1"),
    (9, lambda _text: "@SUM(1+1)*cmd|' /C calc'!A0"),
    (10, lambda _text: "说不清"),
    (6, lambda _text: "1380013"),
    (2, lambda _text: "99000019500501001"),
)
"""Ten kinds of dirt: the column, and what becomes of its cell."""


def rows(count: int, areas: list[tuple[str, str]]) -> Iterator[tuple[str, bool, list[Any]]]:
    """(resident ID, is it good, the row)."""
    from sangyu.kernel import ids

    chance = random.Random(20261101)
    first_day = date(1930, 1, 1)
    for number in range(1, count + 1):
        born = first_day + timedelta(days=chance.randrange(36 * 365))
        digits = f"99{number // 1000:04d}{born:%Y%m%d}{number % 1000:03d}"
        resident_id = digits + ids.resident_id_check_character(digits)
        town, community = chance.choice(areas)
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
        row: list[Any] = [
            number, name, resident_id, "男" if int(resident_id[16]) % 2 else "女",
            chance.choice((born.isoformat(), f"{born:%Y/%m/%d}", f"{born:%Y.%m.%d}", f"{born:%Y年%m月%d日}")),
            chance.choice(("汉族", "苗族", "侗族", "苗")), f"139{number:08d}", town, community,
            f"文化路{number % 900}号{number % 7}栋", chance.choice(("独居", "与配偶", "与子女同住")),
            chance.choice(("能自理", "部分自理")), "城乡居民医保", chance.choice(("是", "否", "否", "否")),
            chance.choice(SURNAMES) + "小明", f"137{number:08d}", "农村信用社", f"{10**17 + number}",
        ]  # fmt: skip
        is_good = number % DIRT != 0
        if not is_good:
            column, spoil = SPOILT[number // DIRT % len(SPOILT)]
            row[column] = spoil(str(row[column]))
        yield resident_id, is_good, row


def make_file(path: Path, count: int) -> None:
    """The list, and beside it which IDs are good and which are bad."""
    from openpyxl import Workbook

    from sangyu.city.areas.services import areas_load, shipped_rows

    shipped = shipped_rows(COUNTY)
    areas_load(shipped)
    names = dict(shipped)
    areas = [(names[code[:9]], name) for code, name in shipped if len(code) == 12]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名单")
    sheet.append(HEADER)
    good: list[str] = []
    bad: list[str] = []
    for resident_id, is_good, row in rows(count, areas):
        (good if is_good else bad).append(resident_id)
        sheet.append(row)
    book.save(path)
    path.with_suffix(".json").write_text(json.dumps({"good": good, "bad": bad}))


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 2)


def peak_mib() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


# --- stages; each in a process of its own ---


def ours(path: Path, *, with_trail: bool, further: bool) -> dict[str, float]:
    """Upload, check and commit by the product's own jobs."""
    from functools import partial

    from django.core.files import File

    from sangyu.kernel.actors import system_actor
    from sangyu.kernel.clock import today
    from sangyu.people.registry.intake import jobs, services
    from sangyu.people.registry.intake.commit import Committer
    from sangyu.people.registry.models import ImportBatch

    setattr(jobs, "Committer", partial(Committer, with_trail=with_trail))  # noqa: B010  what is measured
    actor = system_actor("bench").within(COUNTY)

    def upload_and_check() -> ImportBatch:
        with path.open("rb") as stream:
            batch = services.batch_upload(actor=actor, file=File(stream, name="list.xlsx"))
        fields = {column["index"]: column["field"] for column in batch.columns}
        services.batch_check(
            actor=actor, batch=batch, fields=fields, source="import", effective_on=today(), proof="bench"
        )  # fmt: skip
        run_job(batch)
        return batch

    found: dict[str, float] = {}
    began = time.perf_counter()
    batch = upload_and_check()
    found["check_s"] = round(time.perf_counter() - began, 2)
    services.batch_commit(actor=actor, batch=batch)
    found["commit_s"] = seconds(lambda: run_job(batch))
    found["total_s"] = round(found["check_s"] + found["commit_s"], 2)
    found["peak_mib"] = peak_mib()
    found |= judged(path)
    if further:
        found["again_s"] = seconds(upload_and_check)
        services.batch_undo(actor=actor, batch=batch)
        found["undo_s"] = seconds(lambda: run_job(batch))
    return found


def run_job(batch: Any) -> None:
    """Run the batch's job here, as a worker would."""
    from sangyu.kernel import work
    from sangyu.kernel.work.models import Job

    job = work.run_now(Job.objects.get(pk=batch.job_id))
    if job.state != "done":
        raise RuntimeError(job.error)
    batch.refresh_from_db()


def judged(path: Path) -> dict[str, float]:
    """Rows on the wrong side."""
    from sangyu.kernel import pii
    from sangyu.people.registry.models import Elder

    truth = json.loads(path.with_suffix(".json").read_text())
    held = {bytes(index) for index in Elder.objects.values_list("id_index", flat=True) if index}
    good = set(pii.blind_index_many(truth["good"], "resident-id"))
    return {"good_lost": len(good - held), "bad_in": Elder.objects.count() - len(good & held)}


def peer(path: Path) -> dict[str, float]:
    """django-import-export: preview and import."""
    from benchmarks import import_peer

    data = path.read_bytes()
    found = {"peer_s": seconds(lambda: import_peer.run(data))}
    good = len(json.loads(path.with_suffix(".json").read_text())["good"])
    return found | {"peer_bad_in": import_peer.count() - good, "peer_peak_mib": peak_mib()}


STAGES: dict[str, Callable[[Path], dict[str, float]]] = {
    "ours": lambda path: ours(path, with_trail=True, further=True),
    "without": lambda path: ours(path, with_trail=False, further=False),
    "peer": peer,
}


def stage(name: str, path: Path) -> dict[str, float]:
    """Run one stage in a fresh process on an emptied register."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE registry_elder, registry_importbatch, work_job CASCADE")
        cursor.execute("VACUUM ANALYZE")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_import", "--stage", name, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(count: int) -> dict[str, float]:
    """All figures."""
    with tempfile.TemporaryDirectory(prefix="sangyu-import-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = open_scratch(folder)
        try:
            path = folder / "list.xlsx"
            make_file(path, count)
            found: dict[str, float] = {
                "rows": count,
                "file_mib": round(path.stat().st_size / 2**20, 1),
            }
            without = stage("without", path)
            found |= stage("ours", path)
            found["trail_ratio"] = round(found["total_s"] / without["total_s"], 2)
            found["trail_commit_ratio"] = round(found["commit_s"] / without["commit_s"], 2)
            if "--no-peer" not in sys.argv:
                found |= stage("peer", path)
                found["ratio"] = round(found["peer_s"] / found["total_s"], 2)
            return found
        finally:
            server.stop(mode="immediate")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stage"]:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangyu.settings.demo")
        django.setup()
        print(json.dumps(STAGES[sys.argv[2]](Path(sys.argv[3]))))
    else:
        counts = [int(word) for word in sys.argv[1:] if word.isdecimal()]
        print(json.dumps(main(counts[0] if counts else 100_000)))

"""The evidence pack of a stage (Kaili 三, 四阶段): a list, its time's accepted returns, every file, in one zip."""

from __future__ import annotations

import zipfile
from tempfile import SpooledTemporaryFile
from typing import IO

from sangyu.accountability.plans.documents.material import day
from sangyu.accountability.plans.documents.page import Page
from sangyu.accountability.plans.models import ReturnLine, Stage
from sangyu.accountability.plans.selectors.conduct import ItemLine, StageLine
from sangyu.accountability.plans.selectors.returns import lines_accepted
from sangyu.accountability.plans.types import LINE_OWNER
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import selectors as attachments
from sangyu.kernel.attachments.services import attachment_opened
from sangyu.kernel.attachments.types import AttachmentRow

IN_MEMORY = 16 * 1024 * 1024


def stage_pack(*, actor: Actor, line: StageLine) -> IO[bytes]:
    """The pack as an open file. Each file in it stands in the trail as opened by whoever took the pack."""
    out: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    reports = lines_accepted(
        actor=actor, plan=line.stage.plan, since=line.stage.starts_on, until=line.stage.ends_on
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("00-目录.docx", _list(line, reports))
        for number, one in enumerate(line.items, start=1):
            _put(actor, pack, f"{number:02d}-{_plain(one.item.words)}", one.files)
        for report in reports:
            files = attachments.of_owner(actor=actor, kind=LINE_OWNER, id=str(report.pk))
            folder = f"月报/{report.report.period}-{_plain(report.report.organisation.short_name)}-{report.task.no}"
            _put(actor, pack, folder, files)
    out.seek(0)
    return out


def _put(actor: Actor, pack: zipfile.ZipFile, folder: str, files: list[AttachmentRow]) -> None:
    for number, file in enumerate(files, start=1):
        row = attachments.attachment_get(actor=actor, ref=file.ref)
        with row.file.open("rb") as source:
            pack.writestr(f"{folder}/{number:02d}-{_plain(file.name)}", source.read())
        attachment_opened(actor=actor, row=row)


def _plain(text: str) -> str:
    """A part of a path: no separators, not too long."""
    return (
        "".join("_" if sign in '\\/:*?"<>|\n\r\t' else sign for sign in text).strip(". ")[:60]
        or "_"
    )


def _list(line: StageLine, reports: list[ReturnLine]) -> bytes:
    stage: Stage = line.stage
    page = Page()
    page.title(f"{stage.title}验收材料目录", stage.plan.title)
    passed = f"{day(stage.passed_on)}通过，{stage.passed_by}" if stage.passed_on else "尚未通过"
    page.text(f"阶段：{day(stage.starts_on)}至{day(stage.ends_on)}；{passed}。")
    page.heading("一、验收要求及材料")
    rows = [row for number, one in enumerate(line.items, start=1) for row in _items(number, one)]
    page.table(("序号", "要求", "材料或存放处", "SM3"), rows, (12, 52, 52, 40))
    page.heading("二、本阶段已审核的月报")
    found = [
        (
            one.report.period,
            one.report.organisation.short_name,
            f"{one.task.no} {one.task.title[:40]}",
            one.progress,
        )
        for one in reports
    ]
    if found:
        page.table(("月份", "单位", "任务", "进展"), found, (20, 28, 44, 64))
    else:
        page.text("无。")
    return page.bytes()


def _items(number: int, one: ItemLine) -> list[tuple[str, ...]]:
    item = one.item
    rows: list[tuple[str, ...]] = [
        (str(number), item.words, file.name, file.digest) for file in one.files
    ]
    if item.ref:
        rows.append((str(number), item.words, item.ref, "—"))
    if item.waiver:
        rows.append((str(number), item.words, f"免予提供：{item.waiver}", "—"))
    return rows or [(str(number), item.words, "缺", "—")]

"""The 五定 sheet (Kaili 四(二)): for each task who, by when, to what standard, and answering to whom."""

from __future__ import annotations

from sangyu.accountability.plans.documents.material import Material, day
from sangyu.accountability.plans.documents.page import Page
from sangyu.accountability.plans.documents.sheet import new_book, saved, sheet
from sangyu.accountability.plans.documents.words import standard, standing
from sangyu.accountability.plans.selectors import TaskLine

HEADS = (
    "序号", "定任务", "定人员（牵头单位及联络员）", "定时限", "定标准", "定责任（配合单位、督办单位）", "进展情况",
)  # fmt: skip


def workbook(material: Material) -> bytes:
    """As .xlsx, one row for each task."""
    book = new_book()
    rows = [_row(material, line) for line in material.lines]
    sheet(
        book,
        "五定工作表",
        _title(material),
        _mark(material),
        HEADS,
        rows,
        (6, 44, 26, 16, 40, 34, 24),
    )
    return saved(book)


def document(material: Material) -> bytes:
    """As .docx, lying."""
    page = Page(is_wide=True)
    page.title(_title(material), material.plan.number)
    page.table(
        HEADS, [_row(material, line) for line in material.lines], (12, 62, 40, 26, 50, 42, 25)
    )
    page.small(_mark(material))
    return page.bytes()


def _title(material: Material) -> str:
    of = f"（{material.unit.short_name}）" if material.unit else ""
    return f"{material.plan.title}五定工作表{of}"


def _mark(material: Material) -> str:
    return f"{material.issuer} · 截至{day(material.on)}"


def _row(material: Material, line: TaskLine) -> tuple[str, ...]:
    people = [
        f"{name}（{material.contacts[name]}）" if name in material.contacts else name
        for name in line.lead
    ]
    office = f"督办：{material.office.unit.short_name}" if material.office else ""
    support = f"配合：{'、'.join(line.support)}" if line.support else ""
    due = line.next.statutory_due if line.next else None
    limit = line.task.deadline or "未印明"
    return (
        line.task.no, line.task.title, "、".join(people) or "待明确",
        f"{limit}（{day(due)}）" if due else limit, standard(line),
        "；".join(filter(None, (support, office))) or "—", standing(line),
    )  # fmt: skip

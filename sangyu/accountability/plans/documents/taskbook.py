"""The 责任书 of a unit: what it leads and supports, by when, to what standard; for both sides to sign."""

from __future__ import annotations

from datetime import date

from sangyu.accountability.plans.documents.material import Material, day
from sangyu.accountability.plans.documents.page import Page
from sangyu.accountability.plans.documents.words import standard
from sangyu.accountability.plans.selectors import TaskLine
from sangyu.city.organisations.types import UnitRef


def document(material: Material) -> bytes:
    """As .docx: the book of the unit asked for, or of every leading unit, one after the other."""
    page = Page()
    books = [material.unit] if material.unit else _leading(material)
    for number, unit in enumerate(books):
        if number:
            page.doc.add_page_break()
        _book(page, material, unit)
    if not books:
        page.title("目标任务责任书")
        page.text("尚无单位牵头本计划的任务。")
    return page.bytes()


def _leading(material: Material) -> list[UnitRef]:
    units = {line.lead_unit.id: line.lead_unit for line in material.lines if line.lead_unit}
    return list(units.values())


def _book(page: Page, material: Material, unit: UnitRef) -> None:
    contact = material.contacts.get(unit.short_name, "待明确")
    page.title("目标任务责任书", f"（{material.year}年度）")
    page.text(
        f"为落实《{material.plan.title}》{f'（{material.plan.number}）' if material.plan.number else ''}，明确责任，"
        f"{material.issuer}与{unit.name}签订本责任书。",
        f"责任单位：{unit.name}　　联络员：{contact}",
    )
    page.heading("一、牵头任务")
    _tasks(page, [line for line in material.lines if unit.short_name in line.lead])
    page.heading("二、配合任务")
    _tasks(page, [line for line in material.lines if unit.short_name in line.support])
    page.heading("三、报送和考核")
    returns = f"每月{material.office.returns_day}日前报送任务进展月报；" if material.office else ""
    page.text(
        f"责任单位{returns}量化目标以系统从台账核算的数据为准，自行填报的数据仅供参考；"
        f"年度考核按《{material.scores.scheme.source}》（{material.scores.scheme.version}版）计分，逐项注明得分依据。"
    )
    page.table(
        ("交办单位（盖章）", "责任单位（盖章）"),
        [
            (
                f"\n{material.issuer}\n\n负责人签字：\n\n　年　月　日",
                f"\n{unit.name}\n\n负责人签字：\n\n　年　月　日",
            )
        ],
        (78, 78),
    )


def _tasks(page: Page, lines: list[TaskLine]) -> None:
    if not lines:
        page.text("无。")
        return
    rows = [
        (line.task.no, line.task.title, line.task.deadline or day(_due(line)), standard(line))
        for line in lines
    ]
    page.table(("序号", "任务", "完成时限", "完成标准"), rows, (14, 66, 30, 46))


def _due(line: TaskLine) -> date | None:
    return line.next.statutory_due if line.next else None

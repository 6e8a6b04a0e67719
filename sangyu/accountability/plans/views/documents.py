"""The documents of a plan, as files in the layouts that offices use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.documents import (
    bulletin,
    five,
    minutes,
    scoresheet,
    table,
    taskbook,
)
from sangyu.accountability.plans.documents.material import Material, material_of
from sangyu.accountability.plans.forms import TaskFilter
from sangyu.accountability.plans.rights import PLAN_VIEW
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import NotFound

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Document:
    """One document: its file name, its type, and what makes it."""

    name: str
    type: str
    make: Callable[[Material], bytes]


DOCUMENTS = {
    "five.xlsx": Document("五定工作表", XLSX, five.workbook),
    "five.docx": Document("五定工作表", DOCX, five.document),
    "bulletin.docx": Document("工作情况通报", DOCX, bulletin.document),
    "taskbook.docx": Document("目标任务责任书", DOCX, taskbook.document),
    "scores.xlsx": Document("年度考核评分表", XLSX, scoresheet.workbook),
}
"""By the last part of the address."""


@needs(PLAN_VIEW)
def document(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """One document of a plan; `?unit=` narrows it to a unit, `?year=` says of which year it speaks."""
    chosen = DOCUMENTS.get(name)
    if chosen is None:
        raise NotFound("no-such-document", _("There is no such document."))
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    today = clock.today()
    asked, unit = request.GET.get("year", ""), request.GET.get("unit", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= today.year else today.year
    material = material_of(
        actor=request.actor, plan=plan, year=year, unit_id=int(unit) if unit.isdecimal() else None
    )
    content = chosen.make(material)
    services.document_taken(
        actor=request.actor, plan=plan, name=f"{chosen.name} {name}", at=clock.now()
    )
    return _file(content, chosen.type, f"plan-{pk}-{name}")


@needs(PLAN_VIEW)
def export(request: ActorRequest, pk: int) -> HttpResponse:
    """The table of tasks as it is filtered, as a workbook."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    lines = selectors.task_lines(actor=request.actor, plan=plan)
    shown = TaskFilter(lines, request.GET).applied(lines)
    content = table.workbook(plan, shown, actor=request.actor, at=clock.now())
    services.document_taken(actor=request.actor, plan=plan, name="tasks.xlsx", at=clock.now())
    return _file(content, XLSX, f"plan-{pk}-tasks.xlsx")


@needs(PLAN_VIEW)
def meeting_document(request: ActorRequest, pk: int) -> HttpResponse:
    """The agenda of a meeting, or its minutes once they are confirmed, as .docx."""
    page = selectors.meeting_get(actor=request.actor, meeting_id=pk)
    plan = page.meeting.plan
    material = material_of(actor=request.actor, plan=plan, year=clock.today().year)
    content = minutes.document(material, page)
    services.document_taken(
        actor=request.actor, plan=plan, name=f"meeting {page.meeting.period}", at=clock.now()
    )
    return _file(content, DOCX, f"meeting-{pk}.docx")


def _file(content: bytes, type_: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=type_)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

"""An area's figures, and those of the areas below it, as a workbook that can be imported again."""

from __future__ import annotations

from io import BytesIO

from django.db import transaction
from openpyxl import Workbook
from openpyxl.styles import Font

from sangyu.city.areas import rights
from sangyu.city.areas.importing import HEADERS, NAMES
from sangyu.city.areas.models import AreaStatistic
from sangyu.city.areas.selectors import area_get, area_name
from sangyu.city.areas.types import Sureness
from sangyu.kernel import audit
from sangyu.kernel.actors import Actor

HEAD = [words[1] for words in HEADERS.values()]


@transaction.atomic
def figures_export(*, actor: Actor, code: str) -> bytes:
    """The figures of an area and of everything below it that the actor sees; recorded."""
    area = area_get(actor=actor, code=code)
    rows = AreaStatistic.objects.visible_to(actor).filter(
        area_id__gte=code, area_id__lt=code + "\uffff"
    )
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "区划数据"
    sheet.append([*HEAD, "名称", "单位", "可靠程度"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows.order_by("area_id", "indicator", "as_of"):
        sheet.append(
            [
                row.area_id, NAMES[row.indicator], row.as_of.isoformat(), row.value, row.source,
                area_name(row.area_id).full_name, row.get_unit_display(),
                str(Sureness(row.sureness).label),
            ]
        )  # fmt: skip
    for letter, width in zip("ABCDEFGH", (14, 26, 14, 16, 48, 20, 14, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    audit.record(
        actor, rights.FIGURES_EXPORTED, kind="area", id=area.code, area_code=area.code, label=area.name
    )  # fmt: skip
    out = BytesIO()
    book.save(out)
    return out.getvalue()

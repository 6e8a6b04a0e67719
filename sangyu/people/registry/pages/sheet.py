"""The exported list as a workbook: a line that says who took it, when and for what, then one row per person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import formats
from sangyu.people.registry import types
from sangyu.people.registry.pages import words
from sangyu.people.registry.selectors.search import ElderLine

WIDTHS = (10, 6, 12, 6, 21, 16, 16, 18, 36, 16, 14, 30, 10)


@dataclass(frozen=True)
class Watermark:
    """Who took the list, when, for what, of what."""

    actor: Actor
    at: datetime
    purpose: str
    what: str

    def line(self) -> str:
        """In one sentence, on top of the sheet and of the print."""
        return _(
            "Taken by %(who)s (%(unit)s) on %(time)s for: %(purpose)s. Holds: %(what)s. Do not pass it on."
        ) % {
            "who": self.actor.label,
            "unit": self.actor.organisation_name,
            "time": formats.moment(self.at),
            "purpose": self.purpose,
            "what": self.what,
        }


def headings() -> list[str]:
    """The columns."""
    fields = [words.label(name) for name in ("name", "sex", "birth_date")]
    terms = {name: str(text) for name, text in words.TERMS.items()}
    return [
        *fields, terms["age"], words.label("id"), words.label("phone"), _("Town or street"),
        _("Community or village"), words.label("address"), terms["living"], words.label("ability_level"),
        terms["categories"], words.label("status"),
    ]  # fmt: skip


def row(line: ElderLine, number: str, phone: str) -> list[Any]:
    """One person. The numbers are given: masked or in full, as the export asks."""
    path = area_name(line.area_code).path
    return [
        line.name,
        words.word("sex", line.sex),
        line.birth_date,
        line.age,
        number,
        phone,
        path[1] if len(path) > 1 else "",
        path[2] if len(path) > 2 else "",
        line.address,
        words.word("living", line.living),
        words.word("ability_level", line.ability_level),
        "、".join(str(types.CategoryCode(code).label) for code in line.categories),
        words.word("status", line.status),
    ]


def write(target: IO[bytes], mark: Watermark, rows: Iterable[Sequence[Any]]) -> int:
    """Write the workbook; returns how many people it holds. Texts stay texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Elders"))
    for at, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "B3"
    sheet.append([_text(sheet, mark.line())])
    sheet.append([_text(sheet, heading, is_bold=True) for heading in headings()])
    count = 0
    for cells in rows:
        sheet.append([_text(sheet, one) if isinstance(one, str) else one for one in cells])
        count += 1
    book.save(target)
    return count


def _text(sheet: Any, value: str, *, is_bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub(" ", value))
    cell.data_type = "s"  # "=…" would be read as a formula
    if is_bold:
        cell.font = Font(bold=True)
    return cell

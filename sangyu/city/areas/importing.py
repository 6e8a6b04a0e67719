"""Reading a city's own figures from .xlsx or .csv: every fault with its row, column, value and remedy.

区划代码,指标,截至日期,数值,来源        or        area,indicator,as_of,value,source
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

import python_calamine
from django.utils.translation import gettext as _

from sangyu.city.areas import rules
from sangyu.city.areas.models import Area
from sangyu.city.areas.types import Figure, Indicator, Sureness
from sangyu.kernel import clock, officefiles
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError, Problem
from sangyu.kernel.text import to_half_width, without_blanks
from sangyu.kernel.workdays.notice import date_read

MOST_ROWS = 20_000
HEADERS = {
    "area": ("area", "区划代码", "行政区划代码", "区划"),
    "indicator": ("indicator", "指标"),
    "as_of": ("as_of", "截至日期", "日期", "时点"),
    "value": ("value", "数值", "值"),
    "source": ("source", "来源", "数据来源"),
}
NAMES = {
    "residents": "常住人口",
    "residents_60": "60岁及以上常住人口",
    "share_60": "60岁及以上人口比重",
    "residents_65": "65岁及以上常住人口",
    "share_65": "65岁及以上人口比重",
    "male_share": "男性人口比重",
    "registered": "户籍人口",
    "registered_60": "60岁及以上户籍人口",
    "households": "户数",
    "household_size": "平均每户人数",
    "urban_income": "城镇居民人均可支配收入",
    "rural_income": "农村居民人均可支配收入",
    "urban_dibao": "城市低保标准",
    "rural_dibao": "农村低保标准",
    "minimum_wage": "最低工资标准",
}
"""How offices head these figures; the code itself is read as well."""
_CODES = {name: code for code, name in NAMES.items()} | {code: code for code in Indicator.values}


class BadFigures(DomainError):
    """A file that cannot be taken in; nothing of it was. `problems` name each cell at fault."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            "figures-file",
            _("The file has faults, so nothing was imported."),
            field="file",
            remedy=_("Mend the cells named and import the file again."),
        )
        self.problems = tuple(problems)


def figures_read(*, actor: Actor, content: bytes, name: str) -> list[Figure]:
    """The figures of a file; raises `BadFigures` with every fault."""
    rows = _grid(content, name)
    first = next(rows, None)
    columns = _columns(first[1] if first else [])
    areas = set(Area.objects.visible_to(actor).values_list("code", flat=True))
    today = clock.today()
    problems: list[Problem] = []
    found: dict[tuple[str, str, date], Figure] = {}
    for number, cells in rows:
        texts = {key: cells[at].strip() if at < len(cells) else "" for key, at in columns.items()}
        if not any(texts.values()):
            continue
        row = _Row(number, texts, areas, today)
        figure = row.read()
        problems += row.problems
        if figure is None:
            continue
        key = (figure.area_code, figure.indicator, figure.as_of)
        if key in found:
            problems.append(
                row.fault("indicator", _("This figure is there twice."), _("Leave one."))
            )
        found[key] = figure
    if problems:
        raise BadFigures(problems)
    return list(found.values())


class _Row:
    """One line while it is read."""

    def __init__(self, number: int, texts: Mapping[str, str], areas: set[str], today: date) -> None:
        self.number, self.texts, self.areas, self.today = number, texts, areas, today
        self.problems: list[Problem] = []

    def fault(self, field: str, message: object, remedy: object) -> Problem:
        """The problem of one cell."""
        return Problem(
            where=str(self.number), field=HEADERS[field][1], value=self.texts[field][:100],
            message=str(message), remedy=str(remedy),
        )  # fmt: skip

    def read(self) -> Figure | None:
        """The figure, or None with the problems said."""
        texts = self.texts
        area = to_half_width(texts["area"])
        if area not in self.areas:
            self._say("area", _("No area of yours has this code."), _("See “Areas” for the codes."))
        indicator = _CODES.get(without_blanks(texts["indicator"]), "")
        if not indicator:
            self._say(
                "indicator",
                _("This indicator is not kept."),
                _("Use one of: %(names)s.") % {"names": "、".join(NAMES.values())},
            )
        day = date_read(texts["as_of"])
        if day is None:
            self._say("as_of", _("This is no date."), _("Write it as 2025-12-31."))
        elif fault := rules.day_fault(day, self.today):
            self._say("as_of", fault, _("Check the day."))
        value = self._value(indicator)
        if not texts["source"]:
            self._say("source", _("A figure needs its source."), _("Name the publication."))
        if self.problems or day is None or value is None:
            return None
        return Figure(area, indicator, day, value, Sureness.OFFICIAL, texts["source"])

    def _value(self, indicator: str) -> Decimal | None:
        value = rules.value_read(self.texts["value"])
        if value is None:
            self._say("value", _("This is no number."), _("Write digits only."))
        elif indicator and (fault := rules.value_fault(indicator, value)):
            self._say("value", fault, _("Check the figure."))
        return value

    def _say(self, field: str, message: object, remedy: object) -> None:
        self.problems.append(self.fault(field, message, remedy))


def _grid(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The lines with their numbers, as a spreadsheet counts them."""
    kinds = {officefiles.Kind.TEXT, officefiles.Kind.XLSX}
    file = officefiles.inspect(content, name=name, accept=kinds)
    if file.kind == officefiles.Kind.TEXT:
        for number, cells in enumerate(csv.reader(io.StringIO(file.text())), start=1):
            yield _bounded(number), cells
        return
    with file.open() as stream:
        try:
            sheet = python_calamine.CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
        except python_calamine.CalamineError as error:
            raise officefiles.damaged() from error
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            yield _bounded(number), [_text(cell) for cell in row]


def _bounded(number: int) -> int:
    if number > MOST_ROWS:
        raise DomainError(
            "figures-long",
            _("The file has more than %(most)d rows.") % {"most": MOST_ROWS},
            field="file",
            remedy=_("Divide it."),
        )
    return number


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _columns(header: list[str]) -> dict[str, int]:
    names = [without_blanks(to_half_width(cell)).lower() for cell in header]
    places = {
        key: next((at for at, name in enumerate(names) if name in words), -1)
        for key, words in HEADERS.items()
    }
    missing = [HEADERS[key][1] for key, at in places.items() if at < 0]
    if missing:
        raise BadFigures(
            [
                Problem(
                    where="1",
                    field="、".join(missing),
                    value="，".join(header)[:100],
                    message=_("The first row lacks these columns."),
                    remedy=_("Begin with: %(names)s.")
                    % {"names": "、".join(words[1] for words in HEADERS.values())},
                )
            ]
        )
    return places

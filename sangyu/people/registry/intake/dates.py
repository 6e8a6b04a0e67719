"""Dates as people type them; what is uncertain is refused.

1950-01-02, 1950/1/2, 1950.1.2, 19500102, 1950年1月2日, 一九五〇年一月二日, the serial number of a spreadsheet,
month names, each with or without a time behind it; the day first where that is certain.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from sangyu.kernel.text import to_half_width, without_blanks

_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年,](\d{1,2})[-/.月,](\d{1,2})[日号]?\.?")
_COMPACT = re.compile(r"((?:18|19|20|21)\d{2})(\d{2})(\d{2})(?:\.0*)?")
_NO_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|年|(?:0[1-9]|1[0-2]))")
_SHORT_YEAR = re.compile(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")
_MONTH_NAME = re.compile(
    r"(?:(\d{1,2})[- ]?([A-Za-z]{3,9})[-, ]*(\d{4})|([A-Za-z]{3,9})[- ]?(\d{1,2}),? *(\d{4}))"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERALS = {
    ord(sign): str(n)
    for n, signs in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_EPOCH = date(1899, 12, 30)
_EARLIEST_SERIAL, _LATEST_SERIAL = 3654, 73415
"""1910-01-01 and 2100-12-31: a plain number outside of them is not a day."""


class UncertainDate(ValueError):
    """Not a date, or not certainly one. `code` is that of the problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_date(text: str) -> date:
    """The day that `text` means; raises `UncertainDate`."""
    plain = _TIME.sub("", to_half_width(text).strip().strip("'‘’").strip())
    if any(word in plain for word in ("农历", "阴历", "腊月", "正月", "初", "闰")):
        raise UncertainDate("date.lunar")
    if "年" in plain and not plain[0].isdigit():
        plain = _from_numerals(plain)
    if match := _MONTH_NAME.fullmatch(plain):
        return _with_month_name(match)
    compact = without_blanks(plain)
    if match := _YEAR_FIRST.fullmatch(compact) or _COMPACT.fullmatch(compact):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    return _less_certain(compact)


def _less_certain(text: str) -> date:
    if match := _DAY_AND_MONTH.fullmatch(text):
        first, second, year = map(int, match.groups())
        if first > 12 >= second:
            return _day(year, second, first)
        if second > 12 >= first:
            return _day(year, first, second)
        if first == second:
            return _day(year, first, second)
        raise UncertainDate("date.ambiguous")
    if _NO_DAY.fullmatch(text) and not _is_serial(text):
        raise UncertainDate("date.no-day")
    if _is_serial(text):
        return _EPOCH + timedelta(days=int(float(text)))
    raise UncertainDate("date.short-year" if _SHORT_YEAR.fullmatch(text) else "date.unreadable")


def _is_serial(text: str) -> bool:
    match = _SERIAL.fullmatch(text)
    if match is None or (len(match[1]) == 4 and match[1].startswith(("18", "19", "20"))):
        return False  # a bare year
    return _EARLIEST_SERIAL <= int(match[1]) <= _LATEST_SERIAL


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UncertainDate("date.impossible") from None


def _with_month_name(match: re.Match[str]) -> date:
    day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    if name[:3].lower() not in _MONTHS:
        raise UncertainDate("date.unreadable")
    return _day(int(year), _MONTHS.index(name[:3].lower()) + 1, int(day))


def _from_numerals(text: str) -> str:
    """一九五〇年十二月二十三日 → 1950年12月23日."""

    def number(part: re.Match[str]) -> str:
        word = part[0]
        if "十" not in word:
            return word.translate(_NUMERALS)
        tens, ones = word.split("十", 1)
        return f"{tens.translate(_NUMERALS) or '1'}{ones.translate(_NUMERALS) or '0'}"

    return re.sub(r"[〇零○一二三四五六七八九十]+", number, text)

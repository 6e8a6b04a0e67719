"""Deadlines as papers print them, and the dates they yield.

What is not printed is not supplied: 「12月底」 has no year, so it is a question to the reader of the paper, even where
the title names the one year the paper is about.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sangyu.city.papers.reading.deadline_words import (
    AT_ONCE,
    COUNT,
    DAY,
    DIGITS,
    FESTIVAL,
    HALF_YEARLY,
    IN_TEXT,
    MENTION,
    MONTHLY,
    NOTHING,
    OCCASION,
    OPEN,
    PART_OF_YEAR,
    PLAN,
    QUARTERLY,
    RANGE,
    RELATIVE,
    RHYTHM,
    STAGED,
    WEEKLY,
    YEAR,
    YEARLESS,
    YEARLY,
)
from sangyu.city.papers.reading.markers import chinese_number
from sangyu.city.papers.reading.types import Deadline, DeadlineKind, Problem, Span
from sangyu.kernel.text import to_half_width, without_blanks

_ANY_YEAR = 2024


@dataclass(frozen=True)
class _Mention:
    """One printed date: its first and last day (`end` None where the print is vague, as 年初)."""

    begin: date
    end: date | None
    start: int
    stop: int
    has_own_year: bool = True


def read_deadline(text: str, span: Span | None = None, year: int = 0) -> Deadline:
    """The kind and the dates of one printed deadline.

    `year`: that of the paper's title (「2023年……任务清单」), for a deadline without one; the question stays.
    """
    found = _read(text.strip(), span)
    if [problem.code for problem in found.problems] != ["deadline.no_year"]:
        return found
    bare = re.sub(r"^(?:当年|本年|今年|同年|年)度?年?", "年", _plain(text))
    supplied = _read(f"{year or _ANY_YEAR}年{bare.removeprefix('年')}", span)
    if supplied.kind is DeadlineKind.UNREAD:
        return found
    supplied = replace(supplied, printed=found.printed, problems=found.problems)
    # Without any year the kind is known all the same, and no date.
    return supplied if year else replace(supplied, dates=(), start=None)


def _read(printed: str, span: Span | None) -> Deadline:
    plain = _plain(printed)
    if NOTHING.fullmatch(plain):
        return Deadline(DeadlineKind.NONE, printed)
    mentions = list(_mentions(plain))
    if _is_impossible(plain, mentions):
        return _unread("deadline.impossible", printed, span)
    for reader in (_recurring, _counted, _dated, _undated):
        found = reader(plain, mentions)
        if found is not None:
            problems = tuple(Problem(code, printed, span, "deadline") for code in found.codes)
            deadline = found.deadline
            return Deadline(
                deadline.kind,
                printed,
                deadline.dates,
                deadline.start,
                deadline.months,
                deadline.day,
                problems,
            )
    return _unread("deadline.no_year" if _lacks_year(plain) else "deadline.unread", printed, span)


def _unread(code: str, printed: str, span: Span | None) -> Deadline:
    problem = Problem(code, printed, span, "deadline")
    return Deadline(DeadlineKind.UNREAD, printed, problems=(problem,))


def _is_impossible(plain: str, mentions: list[_Mention]) -> bool:
    """A 13th month or a 30th of February."""
    months = [int(match[1]) for match in re.finditer(r"(?<!\d)(\d{1,2})月", plain)]
    if any(not 1 <= month <= 12 for month in months):
        return True
    year = mentions[0].begin.year if mentions else 2024  # a leap year doubts nobody's 29 February
    return any(
        _days(year, int(match["m"]), match["d"], "") is None for match in YEARLESS.finditer(plain)
    ) or any(match["id"] and _mention(match) is None for match in MENTION.finditer(plain))


def mentions_of(text: str) -> Iterator[tuple[int, int]]:
    """Where years, or the end of a five-year plan, stand in running text (each with its own year)."""
    last = 0
    for match in IN_TEXT.finditer(text):
        if match.start() >= last:
            last = match.end()
            yield match.span()


def is_deadline(text: str) -> bool:
    """Whether a short text is a deadline: used to tell a table's cells apart, never to change them."""
    if not text.strip() or len(text) > 40:
        return False
    kind = read_deadline(text).kind
    if kind is DeadlineKind.UNREAD:
        return _lacks_year(_plain(text)) or bool(RHYTHM.match(_plain(text)))
    return kind is not DeadlineKind.NONE


@dataclass(frozen=True)
class _Found:
    deadline: Deadline
    codes: tuple[str, ...] = ()


def _plain(text: str) -> str:
    """Half-width, without blanks, years in digits."""
    plain = without_blanks(to_half_width(text)).replace("—-", "—")
    plain = re.sub(
        r"[二][〇○零0][〇○零一二三四五六七八九]{2}(?=年)",
        lambda match: "".join(DIGITS.get(letter, letter) for letter in match[0]),
        plain,
    )
    # 「24年6月底」: two digits of this century, where a part of the year follows.
    plain = re.sub(
        r"(?<!\d)(?=[12]\d年(?:\d{1,2}月|[底末]|[上下]半年|第?[一二三四1-4]季度))", "20", plain
    )
    plain = DAY.sub(lambda match: str(chinese_number(match[0])), plain)
    plain = re.sub(r"(?<=年)(\d{1,2})月?([-–—~至到])(\d{1,2})月", r"\1月\2\3月", plain)
    return re.sub(
        r"(?<![\d第])(十[一二]|[一二三四五六七八九十])(?=月份?(?!.?次))",
        lambda match: str(COUNT[match[1]]),
        plain,
    )


def _mentions(plain: str) -> Iterator[_Mention]:
    last_year = 0
    position = 0
    for match in MENTION.finditer(plain):
        yield from _yearless(plain, position, match.start(), last_year)
        mention = _mention(match)
        if mention is None:
            continue
        last_year, position = mention.begin.year, match.end()
        yield mention
    yield from _yearless(plain, position, len(plain), last_year)


def _mention(match: re.Match[str]) -> _Mention | None:
    if match["plan"]:
        last = PLAN[match["plan"]]
        return _Mention(date(last - 4, 1, 1), date(last, 12, 31), *match.span())
    year = int(match["y"] or match["wy"])
    if match["im"]:
        period = _days(year, int(match["im"]), match["id"], "")
    elif match["m"]:
        period = _days(year, int(match["m"]), match["d"], match["third"] or "")
    else:
        period = _months(year, match)
    if period is None:
        return None
    return _Mention(*period, *match.span())


def _months(year: int, match: re.Match[str]) -> tuple[date, date | None]:
    if printed := match["q"] or match["qq"]:
        quarter = int(COUNT.get(printed) or printed)
        return date(year, quarter * 3 - 2, 1), _month_end(year, quarter * 3)
    if match["h"]:
        half = COUNT[match["h"]]
        return date(year, half * 6 - 5, 1), _month_end(year, half * 6)
    if match["mid"]:
        return date(year, 1, 1), date(year, 6, 30)
    if match["early"] or match["feast"]:
        return date(year, 1, 1), None
    return date(year, 1, 1), date(year, 12, 31)


def _days(year: int, month: int, day: str | None, third: str) -> tuple[date, date | None] | None:
    last = _month_end(year, month)
    if day:
        if not 1 <= int(day) <= last.day:
            return None
        return date(year, month, int(day)), date(year, month, int(day))
    first = date(year, month, 1)
    if third == "初":
        return first, None
    return first, {"上旬": date(year, month, 10), "中旬": date(year, month, 20)}.get(third, last)


def _yearless(plain: str, start: int, stop: int, year: int) -> Iterator[_Mention]:
    """「2025年3月至6月」: a month that follows a year's month belongs to that year."""
    if not year:
        return
    found = []
    for match in YEARLESS.finditer(plain, start, stop):
        period = _days(year, int(match["m"]), match["d"], match["third"] or "")
        if period is not None:
            found.append(_Mention(*period, *match.span(), has_own_year=False))
    for match in PART_OF_YEAR.finditer(plain, start, stop):
        last = 12
        if match["q"]:
            last = int(COUNT.get(match["q"]) or match["q"]) * 3
        elif match["h"]:
            last = COUNT[match["h"]] * 6
        period = date(year, 1, 1), _month_end(year, last)
        found.append(_Mention(*period, *match.span(), has_own_year=False))
    yield from sorted(found, key=lambda mention: mention.start)


def _recurring(plain: str, mentions: list[_Mention]) -> _Found | None:
    for pattern, kind, usual in (
        (QUARTERLY, DeadlineKind.QUARTERLY, (3, 6, 9, 12)),
        (HALF_YEARLY, DeadlineKind.HALF_YEARLY, (6, 12)),
        (MONTHLY, DeadlineKind.MONTHLY, tuple(range(1, 13))),
        (WEEKLY, DeadlineKind.WEEKLY, ()),
        (YEARLY, DeadlineKind.YEARLY, ()),
    ):
        match = pattern.search(plain)
        if match is None:
            continue
        after = plain[match.end() :]
        months, day = usual, None
        if kind is DeadlineKind.YEARLY:
            months, day = _yearly_months(after)
        elif kind is DeadlineKind.QUARTERLY and (of := _OF_QUARTER.match(after)):
            months = (1, 4, 7, 10) if of["first"] else usual
            day = int(of["day"]) if of["day"] else None
        elif kind is DeadlineKind.MONTHLY and (on := re.search(r"(\d{1,2})[日号]", after)):
            day = int(on[1])
        years = [m for m in mentions if m.has_own_year]
        ends = tuple(m.end for m in years if m.end and not _is_beginning(plain, m))
        starts = [m.begin for m in years if _is_beginning(plain, m)]
        start = starts[0] if starts else None
        return _Found(Deadline(kind, "", ends[-1:], start, months, day))
    return None


_OF_QUARTER = re.compile(
    r"(?:(?P<first>首月|第一个月|第1个月|首个月|初)|末月|最后一个月|末)?(?:(?P<day>\d{1,2})[日号])?"
)


def _counted(plain: str, mentions: list[_Mention]) -> _Found | None:
    """「3个月内」: by a day that can be counted if the first one is printed with it, 「自2024年3月1日起30日内」."""
    match = RELATIVE.search(plain)
    if match is None:
        return None
    before = plain[: match.start()]
    if (
        len(mentions) == 1
        and mentions[0].stop <= match.start()
        and before.endswith(("起", "后", "开始"))
    ):
        due = _after(mentions[0].begin, match)
        if due is not None:
            return _Found(Deadline(DeadlineKind.DATED, "", (due,), mentions[0].begin))
    if mentions or STAGED.search(plain) or OPEN.search(plain):
        return None
    return _Found(Deadline(DeadlineKind.DATED), ("deadline.relative",))


def _after(start: date, match: re.Match[str]) -> date | None:
    """So many days, weeks or months after a day; None for working days, which need a calendar of holidays."""
    if match["unit"] == "工作日" or match["n"] == "半":
        return None
    count = (
        int(match["n"])
        if match["n"].isdecimal()
        else chinese_number(match["n"].replace("两", "二"))
    )
    if match["unit"] in {"日", "天", "周", "星期"}:
        return start + timedelta(days=count * (7 if match["unit"] in {"周", "星期"} else 1))
    months = start.month - 1 + count * {"月": 1, "季度": 3, "年": 12}[match["unit"]]
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, _month_end(year, month).day))


def _is_beginning(plain: str, mention: _Mention) -> bool:
    return bool(
        re.match(
            r"(?:年|月|日|度|底|末|上半年|下半年)*(?:全面|正式)?(?:起|开始|以来|启动)",
            plain[mention.stop :],
        )
    )


def _yearly_months(after: str) -> tuple[tuple[int, ...], int | None]:
    """The months (and the day, if one) of 「每年1月底」 「每年6月、12月」 「每年3月15日前」 「每年年底」."""
    without_years = re.sub(rf"{YEAR}年?.*$", "", after)
    found = list(YEARLESS.finditer(without_years))
    if found:
        days = {_day_of(match) for match in found}
        months = tuple(dict.fromkeys(int(match["m"]) for match in found))
        return months, days.pop() if len(days) == 1 else None
    if quarter := re.search(r"第?([1-4一二三四])季度", without_years):
        return (int(COUNT.get(quarter[1]) or quarter[1]) * 3,), None
    if re.search(r"上半年|年中", without_years):
        return (6,), None
    if re.search(r"年?[底末](?!数)|下半年", without_years[:6]):
        return (12,), None
    return (), None


def _day_of(match: re.Match[str]) -> int | None:
    if match["d"]:
        return int(match["d"])
    return {"上旬": 10, "中旬": 20}.get(match["third"] or "")


def _dated(plain: str, mentions: list[_Mention]) -> _Found | None:
    if not mentions:
        return None
    vague = tuple("deadline.vague" for m in mentions[-1:] if m.end is None)
    dates = tuple(dict.fromkeys(m.end for m in mentions if m.end is not None))
    start, dates = _period(plain, mentions, dates)
    # 「持续推进至2025年」 「持续推进，2025年底前完成」 end on their date; 「2023年底完成长期坚持」 goes on after it.
    is_open = OPEN.search(plain, mentions[-1].stop) or (
        OPEN.search(plain)
        and not re.search(r"[至到]$", plain[: mentions[0].start])
        and not re.search(r"完成|前|底", plain[mentions[0].start :])
    )
    if STAGED.search(plain):
        kind = DeadlineKind.STAGED
    elif not dates and start is not None and not vague:
        kind = DeadlineKind.OPEN  # 「2023年起」: a beginning and no end
    elif is_open:
        kind = DeadlineKind.HYBRID if dates else DeadlineKind.OPEN
    else:
        kind = DeadlineKind.STAGED if len(dates) > 1 else DeadlineKind.DATED
    return _Found(Deadline(kind, "", dates, start), vague)


def _period(
    plain: str, mentions: list[_Mention], dates: tuple[date, ...]
) -> tuple[date | None, tuple[date, ...]]:
    """A range's first day and the dates that remain due."""
    if _is_beginning(plain, mentions[0]) and len(mentions) == 1:
        return mentions[0].begin, ()
    if len(mentions) > 1:
        between = plain[mentions[0].stop : mentions[1].start]
        if RANGE.match(between) or _is_beginning(plain, mentions[0]):
            return mentions[0].begin, tuple(day for day in dates if day != mentions[0].end)
    return None, dates


def _undated(plain: str, mentions: list[_Mention]) -> _Found | None:
    if _lacks_year(plain) and not OPEN.search(plain):
        return None
    if STAGED.search(plain):
        return _Found(Deadline(DeadlineKind.STAGED))
    if OPEN.search(plain):
        return _Found(Deadline(DeadlineKind.OPEN))
    if AT_ONCE.search(plain) or OCCASION.fullmatch(plain):
        return _Found(Deadline(DeadlineKind.DATED), ("deadline.vague",))
    return None


def _lacks_year(plain: str) -> bool:
    return bool(
        YEARLESS.search(plain)
        or re.match(rf"(?:{FESTIVAL})(?:节|期间)?之?前", plain)
        or re.match(r"第?[一二三四1-4]季度|[上下]半年", plain)
        or re.match(r"(?:当年|本年|今年|年)(?:度)?(?:年?[底末]|内)", plain)
    )


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])

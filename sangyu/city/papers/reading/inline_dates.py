"""Dates by which running text wants something: 「到2025年底，……」, not 「2014年以来」 or 「（2019年版）」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sangyu.city.papers.reading.deadline_words import FESTIVAL
from sangyu.city.papers.reading.deadlines import mentions_of, read_deadline
from sangyu.city.papers.reading.types import Deadline, DeadlineKind, Span
from sangyu.city.papers.reading.wraps import unwrapped

_QUOTED = re.compile(r"《[^《》]{0,80}》|〔[^〔〕]{0,20}〕|[(（][^()（）]{0,12}(?:版|号)[)）]")
# What follows a date that is a beginning, a count or a name, not a deadline.
_NOT_DUE = re.compile(
    r"^(?:年|月|日|底|末|度)*(?:以来|以后|之后|后(?!续)|起(?!步)|开始|至今|版|(?:以|之)?前建成(?:的|[^，,。；;]{0,8}小区)|已|印发|发布|修订|出台的|召开|数据|人口普查|统计|标准)"
)
_STATUS = re.compile(r"(?:截至|截止到?|自|从|于|在|根据|依据|按照?)$")
_BEFORE = re.compile(r"(?:年?[底末中])?(?:以?前|之前|内|完成|建成|达到|实现|全面|全部|基本)")
_MONTH = r"\d{1,2}月份?(?:\d{1,2}[日号]|[上中]旬|下旬|[底末初])?"
_WHEN = (
    rf"(?:的?(?:{_MONTH}(?:[、和及,，]{_MONTH}){{0,5}}|第?[一二三四1-4]季度末?|[上下]半年|年?[底末])"
    r"(?:以?前|之前)?)?"
)
# Dates without a year that something is due by.
_YEARLESS = re.compile(
    r"(?<![\d每年])(?<!截[至止])(?P<date>(?:\d{1,2}月(?:\d{1,2}[日号]|[上中]旬|下旬|[底末])?(?:以?前|之前)|\d{1,2}月[底末]"
    r"|(?<![一二三四每])第?[一二三四]季度末?(?:前)?|(?<!每)[上下]半年|(?:今|本)?年[底末](?:以?前|之前)|(?<![一二三四五六七八九十两半几])年内"
    rf"|(?:{FESTIVAL})(?:节|期间)?之?前))(?!来)"
)
# So long from now on, for a thing that is then done; a clock for every case (「接到申请后5日内」) is a rule.
_WITHIN = re.compile(
    r"(?:(?<=[，,。；;\n在用于])|(?<=力争)|(?<=确保)|^)(?P<date>(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
    r"(?:个月|年|个?季度|周|[天日])[之以]?内)"
    r"(?=[^，,。；;]{0,8}(?:完成|建成|整改|实现|达到|培育|新增|建立|出台|制定|提出|办结|销号|清零))"
    r"|(?P<since>自(?:本?[\u4e00-\u9fff]{0,4})?(?:发布|印发|公布|下发|发文|通报)之日起(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
    r"(?:个月|年|周|个工作日|[天日])[之以]?内)"
)
_EACH = re.compile(
    r"(?<!每[人床户次张名位])(?<![元均])(?P<each>每(?:个)?(?:半年|季度?|月|年(?!龄|级|均|轻|度计划))"
    rf"{_WHEN}|每周[一二三四五六日天]?[^，,。；;]{{0,6}}(?=报送|上报|报告|调度|通报|召开|汇总|更新|公布))(?!.{{0,4}}\d+(?:\.\d+)?万?元)"
)
# A bare year is due only where a clause begins with it or something leads up to it.
_LEADS_UP = re.compile(r"(?:[到至]|力争|确保|计划|[，,。；;：:\s]|^)$")
_RANGE = re.compile(r"\d[-—－~～至到]")
_MAY_DATE = re.compile(r"(?:19|20)\s*\d|五")
_LONGEST = 40_000


@dataclass(frozen=True)
class Dated:
    """A printed date in running text that something is due by."""

    printed: str
    span: Span


def due_dates(text: str, start: int, stop: int) -> Iterator[Dated]:
    """Every date between two places by which something is due, as printed."""
    stop = min(stop, start + _LONGEST)
    if not _MAY_DATE.search(text, start, stop):
        return
    flat = unwrapped(text, start, stop)
    piece = flat.text
    hidden = [match.span() for match in _QUOTED.finditer(piece)]
    last = -1
    for left, right in mentions_of(piece):
        if left < last or any(a <= left < b for a, b in hidden):
            continue
        if _NOT_DUE.match(piece[right : right + 12]) or _is_status(piece, left, right):
            continue
        is_bare = piece[left:right].endswith("年") and not _RANGE.search(piece[left:right])
        if is_bare and not _is_led(piece, left, right):
            continue
        tail = re.match(r"(?:年?(?:底|末))?(?:以?前|之前|前后)?", piece[right : right + 6])
        end = right + (tail.end() if tail else 0)
        last = end
        yield Dated(piece[left:end], flat.span(left, end))


def _is_status(piece: str, left: int, right: int) -> bool:
    """「截至2020年底」 tells how things stand; 「于2020年底前」 by when."""
    before = piece[max(0, left - 4) : left]
    if re.search(r"[于在]$", before) and _BEFORE.match(piece[right : right + 8]):
        return False
    return bool(_STATUS.search(before))


def _is_led(piece: str, left: int, right: int) -> bool:
    after = piece[right : right + 2]
    if re.match(r"年?[底末内前]|以?前|达到|提高|提升|不低|不少|不超|力争|完成|实现|建成", after):
        return True
    return bool(_LEADS_UP.search(piece[max(0, left - 2) : left]))


def deadline_in(text: str, spans: tuple[Span, ...], year: int = 0) -> Deadline:
    """The deadline that an item's running text states; none if it states none. `year`: that of the paper's title."""
    dated = [date for span in spans for date in due_dates(text, span.start, span.end)]
    each = [
        match["each"]
        for span in spans
        for match in _EACH.finditer(text, span.start, min(span.end, span.start + _LONGEST))
    ]
    each.sort(key=lambda phrase: phrase.startswith("每周"))
    phrases = list(dict.fromkeys(date.printed.replace("\n", "") for date in dated))
    if not phrases:
        return _without_year(text, spans, year, each)
    found = read_deadline("；".join(phrases))
    if found.kind is DeadlineKind.UNREAD:
        return Deadline(DeadlineKind.NONE)
    if each and found.kind in {DeadlineKind.DATED, DeadlineKind.STAGED}:
        printed = "；".join([*phrases, each[0]])
        return Deadline(DeadlineKind.HYBRID, printed, found.dates, found.start)
    return found


def _without_year(text: str, spans: tuple[Span, ...], year: int, each: list[str]) -> Deadline:
    """「9月底前办成」, whose year is the paper's own if its title names one; 「3个月内完成」; 「每周报送」."""
    if each:
        return read_deadline(each[0])
    pieces = [unwrapped(text, span.start, min(span.end, span.start + _LONGEST)) for span in spans]
    for pattern in (_YEARLESS, _WITHIN):
        found = [
            Dated(match[name], piece.span(*match.span(name)))
            for piece in pieces
            for match in pattern.finditer(piece.text)
            if (name := match.lastgroup)
        ]
        if found:
            printed = "；".join(dict.fromkeys(date.printed for date in found))
            return read_deadline(printed, Span(found[0].span.start, found[-1].span.end), year)
    return Deadline(DeadlineKind.NONE)

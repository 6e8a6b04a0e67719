"""Who answers for an item, as running text says it.

「（责任部门：甲、乙）」 「（甲牵头，乙配合）」 「（甲、乙按职责分工负责）」 「〔牵头单位：甲〕」, or the
same as lines of their own without brackets. Names of persons are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sangyu.city.papers.reading.blocks import BLANK, GAP
from sangyu.city.papers.reading.deadlines import is_deadline
from sangyu.city.papers.reading.labelled import line_end, sentence_end
from sangyu.city.papers.reading.markers import begins_clause
from sangyu.city.papers.reading.phrases import (
    DATED,
    DATED_BARE,
    EDGES,
    EQUALS,
    HINT,
    IS_LABEL,
    LABEL,
    LABELS,
    LEVEL,
    LONGEST_HEADING,
    NOISE,
    NOTE,
    SECTIONS,
    SIDES,
    VERB,
    Side,
)
from sangyu.city.papers.reading.types import Span, Units
from sangyu.city.papers.reading.units import are_plainly_units, is_unit, is_unit_list, split_units
from sangyu.city.papers.reading.wraps import Flat, unwrapped

_LONGEST = 800
_PAIRS = dict(zip("(（[［【〔「", ")）]］】〕」", strict=True))
_CLOSING = frozenset(_PAIRS.values())


@dataclass(frozen=True)
class Attribution:
    """The units of one item, and the deadline that stands with them.

    No units where only a deadline stands there. `is_told`: the text tells lead from support; else all units stand in
    `lead`. `are_equals`: 「按职责分工负责」, so that no order among them tells. `is_open`: the bracket is not closed.
    """

    span: Span
    lead: Units
    support: Units
    is_told: bool
    deadline: Span | None = None
    is_open: bool = False
    are_equals: bool = False


@dataclass(frozen=True)
class _Said:
    side: Side
    units: Units


def find_attributions(text: str, start: int, stop: int) -> list[Attribution]:
    """Every attribution between two places of the text, in order; neighbours with nothing between are one."""
    found: list[Attribution] = []
    end = start
    for opening, closing in _brackets(text, start, stop):
        if opening < end:
            continue
        attribution = _bracket(text, opening, closing, stop)
        if attribution is not None:
            found.append(attribution)
            end = attribution.span.end
    found.extend(_lines(text, start, stop, [item.span for item in found]))
    return _merged(text, sorted(found, key=lambda item: item.span))


# --- brackets ---


def _brackets(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Pairs of brackets by their opening; one that is never closed ends at its paragraph's end (as -1)."""
    waiting: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at in range(start, stop):
        letter = text[at]
        if letter in _PAIRS:
            waiting.append(at)
        elif letter in _CLOSING and waiting:
            pairs.append((waiting.pop(), at))
    pairs.extend((at, -1) for at in waiting)
    return sorted(pairs)


def _bracket(text: str, opening: int, closing: int, stop: int) -> Attribution | None:
    if closing < 0:
        return _unclosed(text, opening, stop)
    if closing - opening > _LONGEST or not HINT.search(text, opening + 1, closing):
        return None
    span = Span(opening, closing + 1)
    inner = _without_notes(unwrapped(text, opening + 1, closing, are_names=True))
    bare, deadline = _without_date(inner)
    found = _labelled(bare, span) or _unlabelled(text, bare.text, span, stop)
    if found is None:
        return None
    found = replace(found, are_equals=bool(EQUALS.search(bare.text)))
    return found if found.deadline else replace(found, deadline=deadline)


def _without_notes(inner: Flat) -> Flat:
    """「甲、乙，排在第一位的为牵头单位，下同」: what is said of the list is no unit."""
    text = NOTE.sub(lambda match: "；" + " " * (len(match[0]) - 1), inner.text)
    return Flat(text, inner.places)


def _without_date(inner: Flat) -> tuple[Flat, Span | None]:
    """「甲牵头，2024年10月底前完成」: the date as the bracket's deadline, and the bracket without it."""
    pattern = DATED if LABEL.search(inner.text) else DATED_BARE
    for match in pattern.finditer(inner.text):
        if is_deadline(match["date"]):
            blanks = "；" + " " * (match.end() - match.start() - 1)
            kept = inner.text[: match.start()] + blanks + inner.text[match.end() :]
            return Flat(kept, inner.places), inner.span(*match.span("date"))
    return inner, None


def _unlabelled(text: str, inner: str, span: Span, stop: int) -> Attribution | None:
    said = _by_verbs(inner)
    if said is None:
        return _bare(text, inner, span, stop)
    lead, support, is_told = said
    are_units = _are_units((*lead.names, *support.names))
    return Attribution(span, lead, support, is_told) if are_units else None


def _unclosed(text: str, opening: int, stop: int) -> Attribution | None:
    """「（责任单位：甲、乙」 without its end: as far as its line goes."""
    line_end = text.find("\n", opening, stop)
    end = min(stop if line_end < 0 else line_end, opening + _LONGEST)
    if not HINT.search(text, opening + 1, min(end, opening + 24)):
        return None
    inner = unwrapped(text, opening + 1, end, are_names=True)
    if not LABEL.match(inner.text.lstrip()):
        return None
    found = _labelled(inner, Span(opening, end))
    return None if found is None else replace(found, is_open=True)


def _bare(text: str, inner: str, span: Span, stop: int) -> Attribution | None:
    """「……。（市民政局、市财政局）」: only units, after a sentence's end or before a paragraph's."""
    flat = inner.strip(BLANK)
    if not is_unit_list(flat) or IS_LABEL.fullmatch(flat.strip()):
        return None
    before = text[max(0, span.start - 4) : span.start].rstrip(BLANK)[-1:]
    after = text[span.end : min(stop, span.end + 3)].lstrip(" 　。；;")[:1]
    is_closed = before in {"。", "；", ";"}
    if not any(are_plainly_units(name) for name in split_units(flat).names):
        # A department's own sections, 「。（养老服务科）」, only behind a sentence and before the line's end.
        if not is_closed or after not in {"", "\n"} or not SECTIONS.fullmatch(flat):
            return None
    elif not is_closed and after not in {"", "\n"} and not _is_heading(text, span):
        return None
    units = split_units(flat)
    if len(units.names) == 1 and not is_closed and not _is_heading(text, span):
        return None
    return Attribution(span, units, Units(), is_told=False)


def _is_heading(text: str, span: Span) -> bool:
    """「（二）开展助浴服务（区民政局）。……」: behind a clause's heading, and no second name of what stands before."""
    head = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    head = re.split("[。；;]", head)[-1]
    bare = head.strip(BLANK)
    return (
        len(bare) <= LONGEST_HEADING
        and begins_clause(head)
        and not re.search("[。；;，,]", bare)
        and not is_unit(bare[-8:])
        and text[span.end : span.end + 1] in {"。", "；", "，", "：", ":", ";", ",", "", "\n"}
        and bool(LEVEL.match(text, span.start + 1))
    )


def _are_units(names: tuple[str, ...]) -> bool:
    """All names, or in a longer list nearly all, end as units do."""
    odd = sum(not is_unit(name) for name in names)
    return bool(names) and odd * 4 <= len(names) and any(is_unit(name) for name in names)


# --- labels ---


def _labelled(inner: Flat, span: Span) -> Attribution | None:
    labels = list(LABEL.finditer(inner.text))
    if not labels:
        return None
    said: list[_Said] = []
    deadline: Span | None = None
    # What stands before the first label has no label of its own: 「市民政局牵头，配合单位：市财政局」.
    pieces = [(Side.BOTH, 0, labels[0].start())]
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        side = Side[str(label.lastgroup)]
        pieces.append((side, label.end(), following.start() if following else len(inner.text)))
    for side, start, stop in pieces:
        value = inner.text[start:stop]
        if side is Side.DEADLINE:
            deadline = _printed(inner, start, stop) or deadline
        elif side is not Side.PERSON and value.strip(BLANK + EDGES):
            said.extend(_said(side, value))
    if not said and deadline is None:
        return None
    lead, support, is_told = _sorted(said)
    return Attribution(span, lead, support, is_told, deadline)


def _printed(inner: Flat, start: int, stop: int) -> Span | None:
    """The deadline's own characters."""
    value = inner.text[start:stop]
    bare = value.strip(BLANK + EDGES)
    at = start + value.find(bare)
    return inner.span(at, at + len(bare)) if bare else None


def _said(side: Side, value: str) -> Iterator[_Said]:
    """A label's value; one that tells lead from support itself is believed."""
    inner = value.strip(BLANK + "；;。")
    by_verbs = _by_verbs(inner)
    if by_verbs is None:
        yield _Said(side, split_units(inner))
    elif side is Side.BOTH and by_verbs[2]:
        yield _Said(Side.LEAD, by_verbs[0])
        yield _Said(Side.SUPPORT, by_verbs[1])
    else:
        yield _Said(side, _all_units(by_verbs[0], by_verbs[1]))


def _sorted(said: list[_Said]) -> tuple[Units, Units, bool]:
    """「责任单位」 supports where another leads, and leads where another supports."""
    sides = {item.side for item in said}
    others = Side.LEAD
    if Side.LEAD in sides:
        others = Side.SUPPORT
    lead, support = Units(), Units()
    for item in said:
        side = others if item.side is Side.BOTH else item.side
        if side is Side.LEAD:
            lead = _all_units(lead, item.units)
        else:
            support = _all_units(support, item.units)
    return lead, support, bool(sides & {Side.LEAD, Side.SUPPORT})


def _all_units(first: Units, second: Units) -> Units:
    return Units(first.names + second.names, first.is_open or second.is_open)


# --- verbs ---


def _by_verbs(inner: str) -> tuple[Units, Units, bool] | None:
    """「甲牵头，乙、丙配合」 「甲会同乙负责」 「甲、乙按职责分工负责」; None where no verb says anything."""
    flat = inner.strip(BLANK + "。；;")
    matches = list(VERB.finditer(flat))
    if not matches:
        return None
    groups: list[tuple[Side, Units]] = []
    position = 0
    joins = False
    for match in matches:
        piece = flat[position : match.start()]
        if not groups and SIDES.get(match["verb"]) is Side.SUPPORT and _FIRST.search(piece):
            # 「甲、乙；丙配合」: who helps stands behind the first stop, who is helped before it.
            first, piece = _FIRST.split(piece, maxsplit=1)
            groups.append((Side.LEAD, _names(first)))
        names = _names(piece)
        if match["join"]:
            groups.append((Side.LEAD, names))
            joins = True
        else:
            side = Side.LEAD if match["lead"] else SIDES.get(match["verb"], Side.BOTH)
            groups.append((Side.SUPPORT if joins and side is Side.BOTH else side, names))
            joins = joins and side is Side.LEAD
        position = match.end()
    rest = _names(flat[position:])
    if rest.names:
        told = any(side is Side.LEAD for side, _ in groups)
        groups.append((Side.SUPPORT if told else Side.BOTH, rest))
    return _sorted([_Said(side, names) for side, names in groups if names.names])


_FIRST = re.compile("(?<=[局委办部厅室府会心队联])[；;，,]")


def _names(piece: str) -> Units:
    bare = NOISE.sub("", piece.strip(BLANK + "，,；;、。"))
    return split_units(bare)


# --- lines of their own ---

_LINE = re.compile(
    rf"(?:(?<=\n)|(?<=[。；;！])){GAP}*(?:[*【—–-]{{1,2}})?(?=(?:"
    + "|".join(pattern for _, pattern in LABELS)
    + r")(?:[】\]]\s{0,2}[：:]?|\s{0,2}[：:]))"
)


def _lines(text: str, start: int, stop: int, taken: list[Span]) -> Iterator[Attribution]:
    """「牵头单位：甲」 at a line's beginning or after a sentence, up to the end of the last such line."""
    end = start
    for match in _LINE.finditer(text, start, stop):
        at = match.end()
        if at < end or any(span.start <= at < span.end for span in taken):
            continue
        end = line_end(text, at, stop)
        if end - at > _LONGEST:
            continue
        stop_at = sentence_end(text, at, end)
        found = _line(text, Span(at, stop_at))
        if found is not None:
            end = stop_at
            yield found


def _line(text: str, span: Span) -> Attribution | None:
    bare, deadline = _without_date(unwrapped(text, span.start, span.end, are_names=True))
    found = _labelled(bare, span)
    return found if found is None or found.deadline else replace(found, deadline=deadline)


def _merged(text: str, found: list[Attribution]) -> list[Attribution]:
    """「（牵头单位：甲）（配合单位：乙）」 is one."""
    merged: list[Attribution] = []
    for item in found:
        before = merged[-1] if merged else None
        between = text[before.span.end : item.span.start] if before else "。"
        if before and not between.strip(BLANK + "；;，,—–-*"):
            merged[-1] = _one(before, item)
        else:
            merged.append(item)
    return merged


def _one(first: Attribution, second: Attribution) -> Attribution:
    both = [
        _Said(side, units)
        for item in (first, second)
        for side, units in (
            (Side.LEAD if item.is_told else Side.BOTH, item.lead),
            (Side.SUPPORT, item.support),
        )
        if units.names
    ]
    lead, support, is_told = _sorted(both)
    support = Units(tuple(n for n in support.names if n not in lead.names), support.is_open)
    return Attribution(
        Span(first.span.start, second.span.end), lead, support, is_told,
        first.deadline or second.deadline, first.is_open or second.is_open,
    )  # fmt: skip

"""Lists of units as papers print them: 「市民政局、市财政局，各县（市、区）人民政府等」.

Names stay as printed, also when a character is missing; whose unit it is, the organisations room decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sangyu.city.papers.reading.blocks import BLANK
from sangyu.city.papers.reading.types import Units

_OPENING = "(（[［【〔「『<《〈{"
_CLOSING = ")）]］】〕」』>》〉}"
_SEPARATORS = "、，,;；/／|\t"

# How names of units end in Chinese administration. "…和…" parts two units only if both sides end so.
_ENDING = re.compile(
    r"(?:局|委|办|部|厅|院|会|社|署|站|所|室|科|处|股|司|组|队|行|联|协|团|校|园|馆|台|报|庭|站点|中心|政府|街道|乡|镇"
    r"|区|县|市|州|旗|村|社区|居|公司|集团|支队|大队|总队|单位|部门|机构|企业|系统|办事处|管委会|领导小组|专班|协会"
    r"|银行|分行|支行|学校|医院|联盟|成员|主体|组织|基地|法院|检察院|平台|有关方面|各方)$"
)
_STRONG_ENDING = re.compile(
    r"(?:局|委|办|部|厅|政府|中心|办事处|支队|大队|公司|联|院|单位|部门|管委会|专班|委员会)$"
)
_AND_OTHERS = re.compile(
    r"(?:(?<![高中初同])等(?:有关|相关|成员|各|责任|市直|县直|群团|社会)*(?:单位|部门|机构|方面|组织|企业|院校)?)$"
)
_LONGEST_PHRASE = 600
_LONGEST_NAME = 60
_CONJUNCTION = re.compile(r"以及|及其|[和及与]")
# No unit's whole name: a line that begins so goes on with the name of the line before.
GENERIC = re.compile(
    r"(?:人民)?政府|(?:街道)?办事处|管委会|管理委员会|委员会|管理局|分局|支队|大队|总队|分公司|有限公司|办公室|有限责任公司|领导小组"
)
# No unit, but the beginning of one: 「区市|场监管局」.
_LEVELS = re.compile("[省市县区州]{1,2}")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NEXT_NAME = re.compile(r"(?<=[局办厅院联心队司])[省市县区州]")
_PREFIX = re.compile(r"^(?:由|会同)")
# Roles that papers write inside a list.
_MARK = re.compile(r"[（(](牵头|主办|主责|负责|配合|协办|参与)(?:单位|部门)?[)）]$")


def split_units(text: str) -> Units:
    """The names in a cell or phrase."""
    names: list[str] = []
    is_open = False
    for piece in _pieces(_BREAK.sub("\n", text)):
        name = piece.strip(BLANK + "。.:：·*★")
        others = _AND_OTHERS.search(name)
        if others and others.start() > 0:
            name, is_open = name[: others.start()].strip(), True
        elif name in {"等", "等等"}:
            name, is_open = "", True
        if name:
            names.extend(_parted(name))
    return Units(tuple(names), is_open)


def _parted(name: str) -> Iterator[str]:
    """「县发改局县财政局」: names of one level that lost what stood between them."""
    if len(name) > _LONGEST_PHRASE:
        yield name
        return
    start = 0
    for match in _NEXT_NAME.finditer(name):
        left, right = name[start : match.start()], name[match.start() :]
        if (
            match[0] == name[0]
            and len(left) > 2
            and _STRONG_ENDING.search(left)
            and is_unit(right[:30])
        ):
            yield left
            start = match.start()
    yield name[start:]


def is_unit_list(text: str) -> bool:
    """Whether a text is nothing but units: used to tell a table's cells apart, never to change them."""
    if "。" in text.rstrip("。 \n") or len(text) > 400:
        return False
    names = split_units(text).names
    return bool(names) and all(is_unit(name) for name in names)


def are_plainly_units(text: str) -> bool:
    """As `is_unit_list`, by endings that hardly a task has: 「建护理站」 may be a task, 「市民政局」 is none."""
    return is_unit_list(text) and all(_STRONG_ENDING.search(n) for n in split_units(text).names)


def is_unit(name: str) -> bool:
    """Whether a name ends as names of units do (an added bracket apart)."""
    if not 2 <= len(name) <= _LONGEST_NAME:
        return False
    bare = _MARK.sub("", name)
    while bare and bare[-1] in _CLOSING and any(mark in bare for mark in _OPENING):
        bare = bare[: max(bare.rfind(mark) for mark in _OPENING)].rstrip()
    return 2 <= len(bare) <= 30 and bool(_ENDING.search(bare))


def attribution(text: str) -> tuple[Units, Units] | None:
    """Lead and support, where a text says so in words; None where it only lists units.

    Forms: 「牵头单位：甲；责任单位：乙、丙」 「甲牵头，乙、丙配合」 「甲（牵头）、乙」.
    """
    if len(text) > _LONGEST_PHRASE:
        return None
    return _labelled(text) or _in_words(text) or _marked(text)


_LABEL = re.compile(
    r"(?P<lead>牵头(?:责任)?|主办|主责|主要责任)?(?P<support>责任|配合|协办|协助|参与|参加|协同)?"
    r"(?:单位|部门)\s*[：:]"
)


def _labelled(text: str) -> tuple[Units, Units] | None:
    labels = [match for match in _LABEL.finditer(text) if match["lead"] or match["support"]]
    if not labels or not any(label["lead"] for label in labels):
        return None
    lead, support = Units(), Units()
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        body = text[label.end() : following.start() if following else len(text)]
        units = split_units(body.strip().rstrip(")）；;"))
        if label["lead"]:
            lead = _joined(lead, units)
        else:
            support = _joined(support, units)
    return lead, support


_WORDS = re.compile(
    r"^(?:由)?(?P<lead>[^。：:]+?)(?:共同)?(?:牵头|主办)(?:负责|落实|实施|办理|组织)*"
    r"(?:[，,；;、\s]+(?P<support>[^。]*?)(?:等?(?:按(?:照)?职责分工)?(?:分别)?(?:配合|参与|协办|协助|参加|负责|落实))*)?"
    r"[。)）]*$",
    re.DOTALL,
)


def _in_words(text: str) -> tuple[Units, Units] | None:
    match = _WORDS.match(text.strip().lstrip("(（"))
    if match is None or "牵头单位" in text:
        return None
    lead = split_units(match["lead"])
    if not all(is_unit(name) for name in lead.names):
        return None
    return lead, split_units(match["support"] or "")


def _marked(text: str) -> tuple[Units, Units] | None:
    listed = split_units(text)
    marks = [_MARK.search(name) for name in listed.names]
    if not any(mark and mark[1] in {"牵头", "主办", "主责"} for mark in marks):
        return None
    lead = [
        _MARK.sub("", name)
        for name, mark in zip(listed.names, marks, strict=True)
        if mark and mark[1] in {"牵头", "主办", "主责"}
    ]
    support = [
        _MARK.sub("", name)
        for name, mark in zip(listed.names, marks, strict=True)
        if not (mark and mark[1] in {"牵头", "主办", "主责"})
    ]
    return Units(tuple(lead)), Units(tuple(support), listed.is_open)


def _joined(first: Units, second: Units) -> Units:
    return Units(first.names + second.names, first.is_open or second.is_open)


def _pieces(text: str) -> Iterator[str]:
    """Cut at separators outside brackets, then at line ends, spaces and conjunctions where both sides are units."""
    inside, start = _bracketed(text), 0
    for index, letter in enumerate(text):
        if letter in _SEPARATORS and index not in inside and not _goes_on(text, start, index):
            yield from _cut_at_space(text[start:index])
            start = index + 1
    yield from _cut_at_space(text[start:])


# 「各市、县（市、区）人民政府」 is one name, in which only the first word says 各.
_EACH = re.compile(
    r"[\s、，,;；]*各(?:有关|相关)?[市区县州盟旗镇乡]{1,2}(?:[（(][市区县州旗、]{1,6}[)）])?"
)
_AND_EACH = re.compile(
    r"(?:自治)?[县区市州镇乡旗街]道?(?:[（(][市区县州旗、镇乡街道]{1,8}[)）])?(?:人民政府|政府|办事处|党工委|党委|管委会)?"
    r"(?:[（(][^()（）]{1,12}[)）])?(?=[、，,;；\s。]|等|$)"
)


def _goes_on(text: str, start: int, index: int) -> bool:
    return (
        text[index] == "、"
        and _EACH.fullmatch(text, start, index) is not None
        and _AND_EACH.match(text, index + 1) is not None
    )


def _bracketed(text: str) -> set[int]:
    """Places between brackets that pair; a bracket without its fellow protects nothing."""
    open_at: list[int] = []
    inside: set[int] = set()
    for index, letter in enumerate(text):
        if letter in _OPENING:
            open_at.append(index)
        elif letter in _CLOSING and open_at:
            inside.update(range(open_at.pop(), index))
    return inside


def _cut_at_space(piece: str) -> Iterator[str]:
    """A line end or space inside a name is a wrapped line; between two names it parts them."""
    name = ""
    for word in piece.split():
        # A bracket goes on with the name before it: 「各市|（州）人民政府」.
        is_whole = len(word) > 2 and word[0] not in _OPENING and not GENERIC.fullmatch(word)
        begins = is_whole and is_unit(_PREFIX.sub("", word))
        if name and is_unit(name) and begins and not _LEVELS.fullmatch(name):
            yield from _cut_at_conjunction(name)
            name = word
        else:
            name += word
    yield from _cut_at_conjunction(name)


def _cut_at_conjunction(name: str) -> Iterator[str]:
    """「市民政局和市财政局」 are two; 「市住房和城乡建设局」 is one."""
    if len(name) > _LONGEST_NAME * 4:
        yield name
        return
    for match in _CONJUNCTION.finditer(name):
        left, right = name[: match.start()], name[match.end() :]
        if _balanced(left) and _STRONG_ENDING.search(left) and len(left) > 2 and is_unit(right):
            yield left
            yield from _cut_at_conjunction(right)
            return
    yield name


def _balanced(text: str) -> bool:
    return sum(letter in _OPENING for letter in text) == sum(letter in _CLOSING for letter in text)

"""Units that a sentence itself sets to work: 「由民政部门牵头，会同财政部门……」 「县民政局要会同公安……」."""

from __future__ import annotations

import re

from sangyu.city.papers.reading.attributions import Attribution
from sangyu.city.papers.reading.blocks import GAP
from sangyu.city.papers.reading.types import Span, Units
from sangyu.city.papers.reading.units import is_unit, split_units

_SHORT = (
    r"[省市县区州盟旗]?(?:公安|消防|住建|民政|财政|司法行政|扶贫|卫健|残联|妇联|教育|人社|医保|应急|市场监管|自然资源"
    r"|乡村振兴)"
)
_ENDING = (
    "部门|局|委|办|厅|联合会|总工会|政府|中心|支队|大队|机关|办公室|督查室|救援机构|街道办事处"
)


def _list(following: str) -> str:
    """A list of units by the shortest names that something may follow; atomic, so that no text makes it slow."""
    each = r"各[县市区州旗镇乡]{0,3}(?:街道(?:办事处)?)?(?:[（(][市区县旗乡镇街道、]{1,6}[)）])?"
    each = rf"{each}|各[\u4e00-\u9fff]{{2,6}}?(?:机构|医院|卫生院|学校|事务办)"
    unit = rf"(?>(?:(?:{each})?[\u4e00-\u9fff()（）]{{2,16}}?(?:{_ENDING})|{_SHORT}|{each}){following})"
    return rf"(?>{unit}(?:[、和及与]{unit}){{0,12}}(?:等(?:有关|相关)?(?:部门|单位))?)"


# Before a verb, and wherever a list may end.
UNITS = _list("(?=[、和及与，,要应负牵会联积依可按等])")
LISTED = _list("(?!公室|员会|办公)")
# At a sentence's head and with a clear verb: enough to believe a single sentence.
_AT_HEAD = re.compile(
    rf"(?:由(?P<by>{UNITS})(?:负责)?牵头(?:负责)?[，,]?(?:(?:会同|联合|配合)?(?P<helping>{LISTED})(?:配合|参与|协同)?)?"
    rf"|(?P<lead>{UNITS})(?:负责)?牵头[，,](?P<with>{LISTED})(?:配合|参与|协同|负责|落实)"
    rf"|(?P<must>{UNITS})(?:要|应当?|负责)?(?:会同|联合)(?P<more>{LISTED})"
    rf"|(?P<first>{UNITS})负责[，,](?P<helps>{LISTED})(?:配合|参与|协同|协助)"
    rf"|请(?P<asked>{LISTED})(?=[\u4e00-\u9fff])"
    rf"|(?P<alone>{UNITS})(?:要(?!求)|应当?|负责))"
)
_AT_END = re.compile(
    rf"[，,](?P<lead>{UNITS})(?:负责)?牵头[，,](?P<with>{LISTED})(?:配合|参与|协同|负责|落实)"
)
_ALSO = re.compile(rf"[，,](?P<also>{UNITS})负责")
_LEADING = ("by", "lead", "must", "first", "asked", "alone")
_HELPING = ("helping", "with", "more", "helps")
_SHORT_NAME = re.compile(_SHORT)
_LONGEST = 6_000
# Words that a name never holds: the pattern took more than the name.
_NO_NAME = re.compile(r"[由的]|形成|推动|未经|擅自|对于|其中|以及")
_ANYBODY = re.compile(
    r"^(?:相关|有关|各有关|各相关|各|其他)?(?:部门|单位|机关)$|养老服务机构|登记管理机关$"
)
_SENTENCE = re.compile(rf"[。；;\n](?:{GAP}|\n)*")


def said_in(text: str, span: Span) -> Attribution | None:
    """The first sentence that begins with a unit and what it must do, or that ends with who leads and who helps."""
    stop = min(span.end, span.start + _LONGEST)
    starts = [span.start, *(end.end() for end in _SENTENCE.finditer(text, span.start, stop))]
    heads = (_AT_HEAD.match(text, start, stop) for start in starts)
    for match in filter(None, [*heads, _AT_END.search(text, span.start, stop)]):
        said = match.groupdict()
        leads = known(next(said[name] for name in _LEADING if said.get(name)))
        helpers = known(next((said[name] for name in _HELPING if said.get(name)), ""))
        if leads and said.get("alone"):
            leads = [*leads, *_others(text, match.end(), stop)]
        if leads:
            others = tuple(name for name in helpers if name not in leads)
            at = Span(span.end, span.end)
            return Attribution(
                at, Units(tuple(dict.fromkeys(leads))), Units(others), is_told=bool(others)
            )
    return None


def _others(text: str, start: int, stop: int) -> list[str]:
    """「甲负责……，乙负责……」: the other units of the sentence."""
    end = _SENTENCE.search(text, start, stop)
    found = _ALSO.finditer(text, start, end.start() if end else stop)
    return [name for match in found for name in known(match["also"])]


def known(text: str) -> list[str]:
    """The names in a list that are somebody's; each once."""
    names = [
        name
        for name in split_units(text).names
        if (is_unit(name) or _SHORT_NAME.fullmatch(name))
        and not _ANYBODY.search(name)
        and not _NO_NAME.search(name)
    ]
    return list(dict.fromkeys(names))

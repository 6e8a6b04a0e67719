"""Conditions that a computer could check: clocks, rhythms, how long something is kept, thresholds by bed or area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sangyu.city.papers.reading.clauses import modality_of
from sangyu.city.papers.reading.sentences import Sentence, in_digits
from sangyu.city.papers.reading.targets import operator_of
from sangyu.city.papers.reading.types import Operator, RuleProposal

_NUM = r"\d+(?:\.\d+)?万?"
_WORD = rf"(?:{_NUM}|[一二两三四五六七八九十]{{1,3}})"
_TIME = r"个?(?:工作日|自然日|小时|分钟|个月|日|天|周|月|年)"
_WITHIN = re.compile(
    rf"(?P<num>{_WORD})(?P<unit>{_TIME})(?:之内|以内|内|的?(?:反馈|办结|办理|处理|答复|公示))"
)
_EVERY = re.compile(
    r"每(?P<unit>(?:[一两二三四五\d]?个?(?:半年|年|季度?|月|周|星期|日|天)|工作日))(?!龄|级|均|轻)"
    rf"(?P<mid>[^,]{{0,40}}?)(?P<op>至少|不少于|不得少于|不低于)?(?P<mid2>[^,\d]{{0,12}}?)(?P<num>{_WORD})(?P<what>次|场|轮|期|遍|小时|名|人次)"
)
_RHYTHM = re.compile(
    r"每(?P<unit>[一两二三四五\d]?个?(?:半年|年|季度?|月|周|星期|日|天))(?!龄|级|均|轻)[^,\d]{0,12}?"
    r"(?P<doing>召开|调度|通报|检查|督查|走访|巡访|探访|报送|提供|组织|开展|统计|更新|公布|评估|演练|上报|研究)"
)
_KEEP = re.compile(
    rf"(?P<verb>保存|保留|留存|保管|公示|公告|存档|连续经营|从业|服务)(?P<mid>[^,\d]{{0,10}}?)(?P<op>不少于|不得少于|不低于|至少|满)?(?P<num>{_WORD})(?P<unit>{_TIME})(?P<post>以上|及以上)?"
)
_PER = re.compile(
    rf"(?P<basis>每(?:百|千|万)?(?:户|床|人|名|张|处|间|位)[^,\d]{{0,20}}?|人均用地[^,\d]{{0,6}}?|人均[^,\d]{{0,8}}?|单处[^,\d]{{0,10}}?|[^,\d]{{0,12}}面积[^,\d]{{0,4}}?|[^,\d]{{0,12}}场所)"
    rf"(?P<op>不少于|不得少于|不低于|不得低于|不小于|不超过|不得超过|达到|至少|配备)(?P<num>{_NUM})(?P<unit>平方米|张|名|个|处|元|人)"
)
_SIZE = re.compile(
    rf"(?P<num>{_NUM})(?P<unit>张床位|张|平方米|户|周岁|岁|万元|人)(?P<post>(?:及|\(含\))?以上|(?:及|\(含\))?以下|以内)(?P<subject>[^,]{{0,24}})"
)
_BEFORE = 24


def read_rules(sentences: Sequence[Sentence]) -> tuple[RuleProposal, ...]:
    """Every proposal, in order; one stretch of text is proposed once."""
    found: list[RuleProposal] = []
    for sentence in sentences:
        taken: list[tuple[int, int]] = []
        for kind, pattern in (
            ("per", _PER),
            ("every", _EVERY),
            ("rhythm", _RHYTHM),
            ("keep", _KEEP),
            ("within", _WITHIN),
            ("size", _SIZE),
        ):
            for match in pattern.finditer(sentence.flat):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                if _is_rule(kind, match, sentence.flat):
                    taken.append(match.span())
                    found.append(_rule(kind, match, sentence))
    return tuple(sorted(found, key=lambda rule: rule.span))


def _is_rule(kind: str, match: re.Match[str], flat: str) -> bool:
    if "num" in match.re.groupindex and not in_digits(match["num"])[:1].isdecimal():
        return False
    if kind == "keep":
        return bool(match["op"] or match["post"])
    if kind == "size":
        return match["unit"] != "人" or "床" in flat
    return not (kind == "within" and match["unit"].endswith("年") and len(match["num"]) == 4)


def _rule(kind: str, match: re.Match[str], sentence: Sentence) -> RuleProposal:
    flat = sentence.flat
    lead = re.split(r"[,:]", flat[max(0, match.start() - _BEFORE) : match.start()])[-1]
    fields = _FIELDS[kind](match, lead)
    return RuleProposal(
        kind={"per": "threshold", "size": "threshold", "rhythm": "every"}.get(kind, kind),
        operator=fields[0],
        value=fields[1],
        unit=fields[2],
        subject=fields[3].strip("的、("),
        printed=match[0],
        span=sentence.span(*match.span()),
        modality=modality_of(flat),
        times=fields[4],
        clause=sentence.clause,
        part=sentence.part,
    )


_Fields = tuple[Operator, str, str, str, str]


def _within(match: re.Match[str], lead: str) -> _Fields:
    return Operator.AT_MOST, in_digits(match["num"]), match["unit"].removeprefix("个"), lead, ""


def _every(match: re.Match[str], lead: str) -> _Fields:
    doing = match.string[match.end() : match.end() + 20]
    subject = re.split(r"[,:]", doing)[0] or match["mid"] or lead
    operator = Operator.AT_LEAST
    return (
        operator,
        in_digits(match["num"]),
        f"{match['what']}/{match['unit']}",
        subject,
        match["num"],
    )


def _rhythm(match: re.Match[str], lead: str) -> _Fields:
    doing = re.split(r"[,:]", match.string[match.start("doing") : match.end() + 20])[0]
    return Operator.AT_LEAST, "1", f"次/{match['unit']}", doing or lead, ""


def _keep(match: re.Match[str], lead: str) -> _Fields:
    return (
        Operator.AT_LEAST, in_digits(match["num"]), match["unit"].removeprefix("个"),
        lead + match["verb"], "",
    )  # fmt: skip


def _per(match: re.Match[str], lead: str) -> _Fields:
    operator = operator_of(match["op"], None)
    return operator, in_digits(match["num"]), match["unit"], match["basis"] or lead, ""


def _size(match: re.Match[str], lead: str) -> _Fields:
    operator = operator_of(None, match["post"])
    return operator, in_digits(match["num"]), match["unit"], match["subject"] or lead, ""


_FIELDS = {
    "within": _within,
    "every": _every,
    "rhythm": _rhythm,
    "keep": _keep,
    "per": _per,
    "size": _size,
}


def bases(rules: Sequence[RuleProposal]) -> Iterator[tuple[str, RuleProposal]]:
    """Rules on the area to be built, by what they count it on: 人均, 每百户, 每千户, 单处."""
    for rule in rules:
        match = re.match(r"每(?:百|千|万)?户|人均|单处", rule.subject)
        if rule.unit == "平方米" and match:
            yield match[0], rule

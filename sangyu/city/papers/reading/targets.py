"""Quantified aims: 「到2025年，有意愿的失能特困人员集中供养率达到100%」, trajectories over years, counts to be built.

A standard for every case (「每百户不低于20平方米」) is a rule and stands in `rules`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sangyu.city.papers.reading.clauses import modality_of
from sangyu.city.papers.reading.deadlines import read_deadline
from sangyu.city.papers.reading.inline_dates import due_dates
from sangyu.city.papers.reading.sentences import Sentence, in_digits
from sangyu.city.papers.reading.types import DeadlineKind, Modality, Operator, Step, Target

_LONGEST_INDICATOR = 60
OPERATORS = {
    Operator.AT_MOST: "不超过|不高于|不得超过|不得高于|不多于|不大于|控制在|降到|降至|下降到|下降至|低于|小于|少于",
    Operator.ABOVE: "超过|高于|大于|多于|突破",
    Operator.AT_LEAST: "不低于|不少于|不得低于|不得少于|不小于|至少|达到|达至?|提高到|提高至|提升到|提升至|"
    "增加到|增加至|稳定在|保持在|保持|力争达到|实现|扩大到|扩大至|为|占",
}
_OP = "|".join(f"(?:{words})" for words in OPERATORS.values())
COUNTED = "所|个|家|张|名|人次|人|门|只|场|公里|处|户|座|支|条|套|间|辆|台|项|次|对|例|家次|户次|件|平方米|公顷|亩"
_VALUE = re.compile(
    rf"(?P<op>{_OP})?(?:了|约|到|近)?(?P<num>\d+(?:\.\d+)?(?:万|亿)?)(?P<unit>%|‰|个百分点|(?:{COUNTED})(?!月|工作日|百分))"
    r"(?P<post>及?以上|及?以下|以内|左右)?"
)
_BUILD = re.compile(
    r"(?:建成|建立|建有|新建|建设|打造|培育|培养|培训|新增|改造|提升|完成|设立|创建|发展|引进|扶持|配备|开设|设置|布局|新改扩建|实施|认定)"
    r"(?:完成|提升|成功|不少于|至少|一批|命名)?$"
)
# The verb that a number of things begins with.
_DOING = re.compile(
    r"^(?:力争|确保|计划|争取|再|累计|共|各?(?:市|县|区))*(?:完成|新增|新建|建成|新改扩建|改造提升|培育|培养|培训|打造)"
)
_SINCE = re.compile(r"自?(?:19|20)\d\d年\d{0,2}月?(?:起|开始)")
# The segment before named a number of things to be built or trained.
_COUNT_BEFORE = re.compile(
    r"(?:建成|建设|打造|培训|培养|培育|新增|改造)[^,]{0,12}\d+万?(?:所|个|家|张|名|人|处|户)"
)
# A standard for one home, one quarter, one person: no aim of the city.
_STANDARD = re.compile(r"每(?:百|千|万)?(?:户|床|人|名|张|处|间|位|个|所)|人均用地|单处|标准配")
# How well a city is provided for, by heads.
_PER_HEAD = re.compile(
    r"每(?:百|千|万)[名位]?(?:常住|户籍)?(?:老年人?口?|老人|人口|人)[^,]{0,6}(?:拥有|配备|配置|床位)"
)
# So often for every case: a rule with a clock.
_RHYTHM = re.compile(r"每(?:半?年|季度?|个?月|周|星期|[天日])")
_LEAD_IN = re.compile(
    r"^(?:并且?|力争|确保|争取|努力|逐步|实现|使|将|把|要|应当?|全面|同时|其中|达到|做到|推动|推进|保证|截至|到|至|在|每年|年均|全年|当年|今年|累计)+"
)
# Words after which a value is striven for, and words that bind (again). 争取 with money or projects means to apply.
_FORCE = re.compile(
    r"(?P<strive>力争|争取(?![^,]{0,6}(?:资金|项目|专项|上级|中央|政策|支持))|努力(?:实现|达到|使))|确保|必须|不得"
)
_TAIL = re.compile(
    r"(?:应当?|要|均|都|分别|力争|确保|已|须|必须|原则上|需|将|逐步|总体|基本|也|再|年均)+$"
)
_SCOPE = re.compile(
    r"(?:全市|全县|全区|全州|全省|城镇|城乡|农村|市域|城区|城市|乡镇|各?县\(市、?区\)|市级|县级|中心城区|各地|我市|我县)"
)
_QUALIFIER = re.compile(
    r"(?:所有|有(?:集中供养|入住|服务|照护)?(?:需求|意愿|条件|需要)的?|符合条件的?|具备条件的?|经评估[^,、]{0,8}的|自愿[^,、]{0,6}的|纳入[^,、]{2,16}的)"
)
_OP_OF = {
    word: operator
    for operator, words in OPERATORS.items()
    for word in words.replace("?", "").split("|")
} | {"达": Operator.AT_LEAST}


@dataclass
class _Piece:
    """A segment between commas, with its place in the sentence."""

    text: str
    start: int


def read_targets(sentences: Sequence[Sentence]) -> tuple[Target, ...]:
    """Every target, in order."""
    found: list[Target] = []
    for _, group in itertools.groupby(sentences, lambda sentence: (sentence.clause, sentence.task)):
        stated: list[date] = []
        for sentence in group:
            # A clause that names one day means it for what follows as well, a clause of several only to the full stop.
            held = stated[-1] if stated and (sentence.goes_on or len(set(stated)) == 1) else None
            if re.search(r"\d", sentence.flat):
                found.extend(_of(sentence, held))
            stated.extend(filter(None, (_due(piece.text) for piece in _pieces(sentence.flat))))
    return tuple(sorted(found, key=lambda target: target.span))


def _of(sentence: Sentence, held: date | None) -> list[Target]:
    """The sentence's targets. `held`: the date that sentences before have set."""
    found: list[Target] = []
    own = sentence.task.deadline.due if sentence.task else None
    due = held or own
    before = ""
    for piece in _pieces(sentence.flat):
        stated = _due(piece.text)
        due = stated or due
        for target in _in_piece(sentence, piece, before, due):
            if not target.indicator and found:
                found[-1] = _continued(found[-1], target)
            elif target.indicator:
                found.append(target)
        before = piece.text
    return found


def _pieces(flat: str) -> Iterator[_Piece]:
    at = 0
    for match in re.finditer(r"[,:]|$", flat):
        if match.start() > at:
            yield _Piece(flat[at : match.start()], at)
        at = match.end()


def _due(text: str) -> date | None:
    dates = list(due_dates(text, 0, len(text)))
    if not dates:
        return None
    deadline = read_deadline(dates[-1].printed)
    return deadline.due if deadline.kind is not DeadlineKind.UNREAD else None


def _in_piece(sentence: Sentence, piece: _Piece, before: str, due: date | None) -> Iterator[Target]:
    text = _without_dates(piece.text)
    values = _aims(text, goes_on=bool(_COUNT_BEFORE.search(before)))
    if not values:
        return
    if "分别" in text and len(values) > 1:
        yield from _respectively(sentence, piece, text, values, due)
        return
    start = 0
    for match, following in zip(values, [*values[1:], None], strict=True):
        end = following.start() if following else len(text)
        # After one number of things the next has its own name: 「100名甲及600名乙」.
        lead = "" if start and _is_people_or_place(match) else text[start : match.start()]
        yield _target(sentence, piece, match, (lead, text[match.end() : end], before), due)
        start = match.end()


def _aims(text: str, *, goes_on: bool) -> list[re.Match[str]]:
    """The values that are aims; after one, others of its kind, too: 「分别达到100%、90%」 「100名甲及600名乙」."""
    found: list[re.Match[str]] = []
    for match in _VALUE.finditer(text):
        follows = bool(found) and (
            ("分别" in text and found[0]["unit"] == match["unit"])
            or (_is_people_or_place(match) and text[match.start() - 1 : match.start()] in "及和、")
        )
        begins = goes_on and not text[: match.start()].strip("\0") and _is_people_or_place(match)
        if follows or begins or _is_aim(text, match):
            found.append(match)
    return found


def _is_people_or_place(match: re.Match[str]) -> bool:
    return match["unit"] in {
        "所",
        "个",
        "家",
        "张",
        "名",
        "人",
        "人次",
        "处",
        "户",
        "门",
        "只",
        "场",
    }


def _without_dates(text: str) -> str:
    """Dates as blanks of the same length, so that places stay."""
    for dated in due_dates(text, 0, len(text)):
        text = (
            text[: dated.span.start]
            + "\0" * (dated.span.end - dated.span.start)
            + text[dated.span.end :]
        )
    return text


def _is_aim(text: str, match: re.Match[str]) -> bool:
    """A value with an operator, with 以上 or 以下, or a number of things to be built; no standard and no money."""
    around = text[max(0, match.start() - 24) : match.end() + 6]
    if (_STANDARD.search(around) and not _PER_HEAD.search(around)) or text[
        match.end() : match.end() + 1
    ] == "床":
        return False
    if match["unit"] in {"%", "‰", "个百分点"}:
        return bool(match["op"] or match["post"])
    if match["unit"] == "次" and _RHYTHM.search(around):
        return False
    if match["unit"] in {"平方米", "次", "件", "项", "对", "例"} and not _BUILD.search(
        text[: match.start()]
    ):
        is_said = match["op"] in {"达到", "不少于", "达"} or match["post"] == "以上"
        return is_said and match["unit"] != "平方米"
    return _is_counted(text, match)


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """A number of things that the words before it say to build, to train, to reach."""
    lead = text[: match.start()]
    is_at_end = match.end() == len(text)
    if _BUILD.search(lead) or (is_at_end and _DOING.search(lead.strip("\0"))):
        return True
    if match["op"] and match["op"] not in {"为", "占", "实现", "保持"}:
        return True
    is_thing = match["post"] == "以上" or _is_people_or_place(match)
    return is_at_end and is_thing and len(lead.strip("\0")) > 3


def _target(
    sentence: Sentence,
    piece: _Piece,
    match: re.Match[str],
    around: tuple[str, str, str],
    due: date | None,
) -> Target:
    lead, tail, before = around
    qualifier, scope, indicator = _phrase(_named(lead, tail, before, match))
    return Target(
        indicator=indicator,
        operator=operator_of(match["op"], match["post"]),
        value=in_digits(match["num"]),
        unit=match["unit"],
        span=sentence.span(piece.start, piece.start + len(piece.text)),
        printed=piece.text,
        due_on=due,
        scope=scope,
        qualifier=qualifier,
        modality=_modality(sentence.flat, piece.start + match.end()),
        clause=sentence.clause,
        part=sentence.part,
    )


def _modality(flat: str, end: int) -> Modality:
    """What a sentence strives for (力争) it does not bind to; 确保 after it binds again. Told by the words so far."""
    found = modality_of(flat)
    if found not in {Modality.MUST, Modality.STRIVE}:
        return found
    words = list(_FORCE.finditer(flat, 0, end))
    is_striving = words[-1]["strive"] is not None if words else False
    return Modality.STRIVE if is_striving else Modality.MUST


def _named(lead: str, tail: str, before: str, match: re.Match[str]) -> str:
    """The indicator's words: before the value, else after it, else those of the segment before."""
    own = _cleaned(lead)
    after = _balanced(re.sub(r"^的", "", tail.replace("\0", "")).strip("、和及"))
    is_count = match["unit"] not in {"%", "‰", "个百分点"}
    if is_count and after and (not own or _BUILD.search(lead)):
        return after
    if not after and not re.search(r"\d", before) and _BUILD.fullmatch(own or "完成"):
        return _TAIL.sub("", _LEAD_IN.sub("", before.replace("\0", "")))
    if own and after and not match["op"]:
        return own + after
    if not own and after:
        return _subject(before) + after if re.match(r"(?:资金|床位|用于)", after) else after
    return own


def _balanced(words: str) -> str:
    """Without brackets at an end that have no fellow."""
    while words and words[-1] in "()" and (words[-1] == "(" or words.count("(") < words.count(")")):
        words = words[:-1]
    while words and words[0] in "()" and (words[0] == ")" or words.count("(") > words.count(")")):
        words = words[1:]
    return words


def _subject(before: str) -> str:
    """「彩票公益金要加大倾斜力度」 speaks of 彩票公益金."""
    return _cleaned(re.split(r"要(?!求)|应当?|须|将", before, maxsplit=1)[0])


def _cleaned(words: str) -> str:
    bare = _balanced(_SINCE.sub("", words.replace("\0", "")).strip('、及和“”"'))
    bare = _LEAD_IN.sub("", bare)
    rest = _DOING.sub("", bare)
    if rest != bare and len(rest) > 3:
        bare = rest  # 「完成家庭适老化改造」: the first word is the verb, the last the thing itself
    elif len(bare) > 12:
        bare = _BUILD.sub("", bare)
    return _TAIL.sub("", _LEAD_IN.sub("", bare))


def _phrase(words: str) -> tuple[str, str, str]:
    """Qualifier, scope, indicator."""
    qualifier = _QUALIFIER.search(words)
    scope = _SCOPE.search(words)
    indicator = words.replace(qualifier[0], "", 1) if qualifier else words
    if scope and indicator.startswith(scope[0]) and len(indicator) > len(scope[0]) + 2:
        indicator = indicator[len(scope[0]) :]
    return (
        qualifier[0] if qualifier else "",
        scope[0] if scope else "",
        indicator.strip("的、")[-_LONGEST_INDICATOR:],
    )


def operator_of(word: str | None, post: str | None) -> Operator:
    """「不低于」 and 「以上」 are at least; 「不超过」, 「以下」 at most; a bare 达到 is at least."""
    if (post and "下" in post) or post == "以内":
        return Operator.AT_MOST
    operator = _OP_OF.get(word or "", Operator.AT_LEAST)
    return operator if not post or "上" not in post else Operator.AT_LEAST


def _respectively(
    sentence: Sentence,
    piece: _Piece,
    text: str,
    values: list[re.Match[str]],
    due: date | None,
) -> Iterator[Target]:
    """「甲、乙覆盖率分别达到100%、90%」: the last name's ending is common to all."""
    lead = _cleaned(text[: values[0].start()].replace("分别", ""))
    names = re.split(r"[、和]", lead)
    if len(names) != len(values):
        names = [lead] * len(values)
    ending = re.search(r"[\u4e00-\u9fff]{2,4}率$|占比$|比例$", names[-1])
    suffix = (
        ending[0][-3:] if ending and ending[0].endswith("率") else (ending[0] if ending else "")
    )
    for name, match in zip(names, values, strict=True):
        words = name if name.endswith(suffix) else name + suffix
        around = (words, "", "")
        first = values[0]
        target = _target(sentence, piece, match, around, due)
        yield replace(target, operator=operator_of(first["op"], match["post"]))


def _continued(target: Target, step: Target) -> Target:
    """「……40%,2021年达到50%」 goes on with the indicator before."""
    steps = target.steps or (Step(target.value, target.due_on),)
    return replace(
        target,
        steps=(*steps, Step(step.value, step.due_on)),
        operator=step.operator,
        value=step.value,
        due_on=step.due_on,
        span=type(target.span)(target.span.start, step.span.end),
        printed=f"{target.printed},{step.printed}",
    )

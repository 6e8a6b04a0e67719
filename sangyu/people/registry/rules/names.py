"""Names in pinyin, for search by letters. A surname has its own reading (单 Shàn, 仇 Qiú, 尉迟 Yùchí)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "任": "ren", "曾": "zeng", "查": "zha", "区": "ou", "盖": "ge",
    "朴": "piao", "员": "yun", "缪": "miao", "翟": "zhai", "覃": "qin", "种": "chong", "乐": "yue", "召": "shao",
    "折": "she", "繁": "po", "黑": "he", "秘": "bi", "洗": "xian", "冼": "xian", "祭": "zhai", "逄": "pang",
    "谌": "chen", "牟": "mu", "句": "gou", "隗": "wei", "薄": "bo", "晁": "chao", "宿": "su", "车": "che",
    "柏": "bai", "燕": "yan", "宁": "ning", "盛": "sheng", "华": "hua", "应": "ying", "纪": "ji", "都": "du",
    "过": "guo", "相": "xiang", "卜": "bu", "佴": "nai", "能": "nai", "那": "na", "哈": "ha", "幺": "yao",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "澹台": "tantai", "令狐": "linghu", "宰父": "zaifu",
    "尉": "wei", "贾": "jia", "阚": "kan", "逯": "lu", "厘": "xi", "炅": "gui", "瞿": "qu", "沈": "shen",
}  # fmt: skip
_PINYIN_LENGTH, _INITIALS_LENGTH = 240, 60
_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_FINAL = (
    "(?:iong|iang|uang|ang|eng|ian|iao|ing|ong|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve"
    "|a|e|i|o|u|v)"
)
_PINYIN = re.compile(f"(?:{_INITIAL}?{_FINAL})+(?:{_INITIAL}(?:ion|io|on|o)?)?")


@dataclass(frozen=True)
class Spelling:
    """A name in letters: `pinyin` joined without tones ("wangxiuying"), `initials` ("wxy")."""

    pinyin: str
    initials: str


@lru_cache(maxsize=200_000)
def spelling(name: str) -> Spelling:
    """The spelling of a name; letters stay, separators (·) and blanks go."""
    syllables: list[str] = []
    rest = name.strip()
    for length in (2, 1):
        if rest[:length] in SURNAMES:
            reading = SURNAMES[rest[:length]]
            syllables += _split(rest[:length], reading)
            rest = rest[length:]
            break
    syllables += [_reading(char) for char in rest if char.isalnum()]
    return Spelling(
        "".join(syllables)[:_PINYIN_LENGTH],
        "".join(syllable[0] for syllable in syllables if syllable)[:_INITIALS_LENGTH],
    )


def _split(surname: str, reading: str) -> list[str]:
    """尉迟 → yu, chi: the second character keeps its own reading at the end of the joined one."""
    if len(surname) == 1:
        return [reading]
    second = _reading(surname[1])
    if reading.endswith(second) and len(reading) > len(second):
        return [reading.removesuffix(second), second]
    half = len(reading) // 2
    return [reading[:half], reading[half:]]


@lru_cache(maxsize=30_000)
def _reading(char: str) -> str:
    return "".join(part for part in lazy_pinyin(char)[0].lower() if part.isalnum()).replace(
        "ü", "v"
    )


def is_pinyin(letters: str) -> bool:
    """True if the letters read as whole syllables, the last perhaps unfinished ("wangxiuy"); "wxy" does not."""
    return _PINYIN.fullmatch(letters.lower()) is not None

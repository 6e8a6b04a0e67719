"""How a printed unit name is compared: pure text, no database.

Papers print one unit in many ways (市住房和城乡建设局, 市住房城乡建设局, 凯里市住建局); `unit_key` folds what carries
no meaning, `likeness` ranks what is left when nothing fits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

BRACKETS = str.maketrans({"〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")"})
NOISE = re.compile(r"[\s\u200b\ufeff]+")
EDGES = "、,，;；。.:：等"
OWN_LEVEL = "省州市县区旗"
# 市场监督管理局 begins with a level word that belongs to its name.
NOT_A_LEVEL = ("市场", "市政工程", "市容", "区划", "州级")
CENTRAL = ("中共", "国家税务总局")


def unit_key(printed: str, places: Iterable[str] = ()) -> str:
    """The comparable form of a unit's name; `places` are the names of the area and of those above it."""
    text = NOISE.sub("", unicodedata.normalize("NFKC", printed).translate(BRACKETS)).strip(EDGES)
    for word in CENTRAL:
        text = text.removeprefix(word)
    for place in sorted(places, key=len, reverse=True):
        if place and text.startswith(place) and len(text) > len(place) + 1:
            text = text.removeprefix(place)
            break
    if text[:1] in OWN_LEVEL and len(text) > 2 and not text.startswith(NOT_A_LEVEL):
        text = text[1:]
    text = text.replace("人民政府", "政府")
    text = re.sub(r"街道办$", "街道办事处", text)
    return re.sub(r"[和与及]", "", text)


def likeness(left: str, right: str) -> float:
    """Shared characters and pairs of characters, 0 to 1 (Dice): 卫健康局 is near 卫生健康局."""
    return 0.5 * _dice(set(left), set(right)) + 0.5 * _dice(_pairs(left), _pairs(right))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _dice(left: set[str], right: set[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0

"""How far lines that begin with a label go: 「牵头单位：甲」, over lines that a page has broken and labels below."""

from __future__ import annotations

from sangyu.city.papers.reading.blocks import BLANK
from sangyu.city.papers.reading.markers import begins_clause
from sangyu.city.papers.reading.phrases import DATED, LABEL

_SHORTEST_BROKEN = 26


def sentence_end(text: str, at: int, end: int) -> int:
    """「责任单位：甲、乙。2024年底前完成。」 is all attribution; another sentence behind it is not."""
    stop = text.find("。", at, end)
    while 0 <= stop < end - 1:
        rest = text[stop + 1 : end].strip(BLANK + "。")
        if rest and not LABEL.match(rest) and not DATED.match("。" + rest):
            return stop + 1
        stop = text.find("。", stop + 1, end)
    return end


def line_end(text: str, at: int, stop: int) -> int:
    """The end of this line, and of the lines after it that begin with a label, too."""
    while True:
        end = text.find("\n", at, stop)
        if end < 0:
            return stop
        if _is_broken(text, end, stop):
            at = end + 1
            continue
        following = end
        while following < stop and text[following] in BLANK:
            following += 1
        if not LABEL.match(text[following : following + 40]):
            return end
        at = following


def _is_broken(text: str, end: int, stop: int) -> bool:
    """A long line that ends no sentence, and the next begins at the margin without a number."""
    begin = text.rfind("\n", 0, end) + 1
    following = text[end + 1 : min(stop, end + 12)]
    return (
        end - begin >= _SHORTEST_BROKEN
        and text[begin] in BLANK
        and text[end - 1] not in "。；;：:）)】"
        and bool(following)
        and following[0] not in BLANK
        and not begins_clause(following)
    )

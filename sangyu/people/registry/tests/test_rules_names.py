"""Names become letters the way people say them."""

from __future__ import annotations

import pytest

from sangyu.people.registry.rules.names import is_pinyin, spelling


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("王秀英", "wangxiuying", "wxy"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("解珍", "xiezhen", "xz"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟卨", "moqixie", "mqx"),
        ("吕布", "lvbu", "lb"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "aygmmt".replace("gm", "glm")),
        ("Anna Li", "annali", "annali"),
    ],
)
def test_spelling(name: str, pinyin: str, initials: str) -> None:
    found = spelling(name)
    assert found.pinyin == pinyin
    assert found.initials == initials


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("wang", True), ("wangxiuy", True), ("wa", True), ("wxy", False), ("zh", False), ("", False)],
)
def test_letters_that_read_as_pinyin(letters: str, expected: bool) -> None:
    assert is_pinyin(letters) is expected

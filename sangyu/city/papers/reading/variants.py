"""Names of units that look like a longer name of the same paper with a character lost: 「委宣传部」, 「市委宣传部」.

Only a hint: the name stays as printed, and the organisations room decides whose it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sangyu.city.papers.reading.types import Problem, Span, Units

_NAME = re.compile(
    r"(?<=[、，,：:；;)）\n])([\u4e00-\u9fff]{3,18}(?:局|委|办|部|厅|院|中心|大队|支队|公司|办公室))(?=[、，,；;：:)）\s])"
)
_MOST_LOST = 2
# The longest papers name some 150 units.
_MOST_NAMES = 1_000
# Names with and without these words are the same unit's short and long form.
_JOINING = frozenset("和与及")


class Variants:
    """The unit names of one paper's text, with how often each stands there."""

    def __init__(self, text: str) -> None:
        names = Counter(match[1] for match in _NAME.finditer(text))
        self._known = Counter(dict(names.most_common(_MOST_NAMES)))

    def of(self, units: Units, field: str, span: Span) -> Iterator[Problem]:
        """A hint for each name that a more frequent name contains with one or two characters more."""
        for name in units.names:
            fuller = self._fuller(name)
            if fuller is not None:
                yield Problem("units.variant", name, span, field, {"fuller": fuller})

    def _fuller(self, name: str) -> str | None:
        candidates = [
            (times, known)
            for known, times in self._known.items()
            if times > self._known[name]
            and 0 < len(known) - len(name) <= _MOST_LOST
            and known[-1] == name[-1]
            and _is_within(name, known)
            and not _JOINING & (set(known) - set(name))
        ]
        return max(candidates)[1] if candidates else None


def _is_within(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)

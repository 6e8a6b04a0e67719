"""From the names of towns and communities in a cell to an area code, within the actor's scope and nowhere else.

Exact name, then its short form (白午社区居民委员会 is 白午社区, never 白午村), then the bare name without 社区, 村 and
the like, each also with the town's name taken off its front, then the nearest spelling as a suggestion. A name that
two communities bear is never guessed.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sangyu.city.areas.services import short_name
from sangyu.kernel.text import to_half_width, without_blanks
from sangyu.people.registry.intake.problems import CellProblem

TOWN, COMMUNITY = 9, 12
_ENDINGS = re.compile(
    r"(?:社区居民委员会|社区居委会|居民委员会|村民委员会|社区村委会|村委会|居委会|社区|村|居)$"
)
_TOWN_ENDINGS = re.compile(r"(?:街道办事处|街道办|民族乡|街道|镇|乡|办事处)$")
_DIGITS = re.compile(r"\d{6,12}(?:\.0+)?")
_SUGGESTED = 3


@dataclass(frozen=True)
class Place:
    """An area code found ("" if none), and what is to be said about it."""

    code: str
    problem: CellProblem | None = None


class AreaBook:
    """The towns and communities that one import may write to, by every form of their names."""

    def __init__(self, areas: Iterable[tuple[str, str]], *, scope: str, default: str = "") -> None:
        self._scope, self._default = scope, default
        self._names = {code: name for code, name in areas if len(code) in (TOWN, COMMUNITY)}
        self._towns: dict[str, set[str]] = defaultdict(set)
        self._communities: dict[str, set[str]] = defaultdict(set)
        for code, name in self._names.items():
            table = self._towns if len(code) == TOWN else self._communities
            ending = _TOWN_ENDINGS if len(code) == TOWN else _ENDINGS
            stem = ending.sub("", name)
            for form in {name, short_name(name), stem, ending.sub("", stem)} - {""}:
                table[form].add(code)
        self._known: dict[tuple[str, str, str], Place] = {}

    def name(self, code: str) -> str:
        """Town and community of a code."""
        own = self._names.get(code, code)
        return own if len(code) == TOWN else f"{self._names.get(code[:TOWN], '')} {own}".strip()

    def find(self, *, town: str = "", community: str = "", code: str = "") -> Place:
        """The area that the three cells name together. Answers are remembered: lists repeat their areas."""
        key = (town, community, code)
        if key not in self._known:
            self._known[key] = self._find(_plain(town), _plain(community), _plain(code))
        return self._known[key]

    def _find(self, town: str, community: str, code: str) -> Place:
        for text in (code, community, town):
            if _DIGITS.fullmatch(text):
                return self._by_code(text.split(".")[0])
        if not town and not community:
            return self._by_default()
        towns = self._town_codes(town)
        if town and not towns and not community:
            return self._by_community(town, set())  # some forms write 柴市社区 under 镇(街道)
        if not community:
            return self._by_town_only(towns, town)
        return self._by_community(community, towns)

    def _by_code(self, code: str) -> Place:
        code = code.ljust(COMMUNITY, "0") if len(code) not in (TOWN, COMMUNITY) else code
        code = code[:TOWN] if len(code) == COMMUNITY and code.endswith("000") else code
        if not code.startswith(self._scope[: len(code)]):
            return _problem("area.outside", "area_code", code)
        if code not in self._names:
            return _problem("area.unknown-bare", "area_code", code)
        return self._narrowed(code, code)

    def _by_default(self) -> Place:
        if self._default:
            return Place(self._default)
        if len(self._scope) == COMMUNITY:
            return Place(self._scope)
        return _problem("area.missing", "community", "")

    def _narrowed(self, code: str, shown: str) -> Place:
        """A town alone is enough only for somebody who has no finer area to choose."""
        if len(code) == COMMUNITY:
            return Place(code)
        below = [
            other for other in self._names if len(other) == COMMUNITY and other.startswith(code)
        ]
        if self._default.startswith(code) and self._default:
            return Place(self._default)
        if len(below) == 1:
            return Place(below[0])
        return _problem("area.town-only", "community", shown) if below else Place(code)

    def _by_town_only(self, towns: set[str], town: str) -> Place:
        if len(towns) == 1:
            return self._narrowed(next(iter(towns)), town)
        return self._nothing(town, set(), "town")

    def _town_codes(self, town: str) -> set[str]:
        return set(self._towns.get(town) or self._towns.get(_TOWN_ENDINGS.sub("", town)) or ())

    def _by_community(self, text: str, towns: set[str]) -> Place:
        for form, within in self._forms(text, towns):
            known = self._communities.get(form, set())
            found = {code for code in known if not within or code[:TOWN] in within}
            if len(found) == 1:
                return Place(next(iter(found)))
            if found:
                names = "、".join(self.name(code) for code in sorted(found)[:_SUGGESTED])
                return _problem("area.ambiguous", "community", text, suggestions=names)
        return self._nothing(text, towns, "community")

    def _forms(self, text: str, towns: set[str]) -> list[tuple[str, set[str]]]:
        """The name as given; then without the town, county and city that some forms put before it."""
        forms = [(text, towns)]
        for name, codes in sorted(self._towns.items(), key=lambda item: -len(item[0])):
            place = text.rfind(name)
            if place >= 0 and place + len(name) < len(text) and (not towns or codes & towns):
                rest = text[place + len(name) :].removeprefix("街道办事处").removeprefix("街道")
                forms.append((rest, codes))
        return [
            (spelt, within)
            for form, within in forms
            for spelt in dict.fromkeys((form, short_name(form), _ENDINGS.sub("", form)))
            if len(spelt) > 1
        ]

    def _nothing(self, text: str, towns: set[str], field: str) -> Place:
        pool = {
            form: code
            for form, codes in self._communities.items()
            for code in codes
            if not towns or code[:TOWN] in towns
        }
        stem = _ENDINGS.sub("", text)
        close = [*difflib.get_close_matches(stem, pool, _SUGGESTED, 0.5)]
        names = "、".join(dict.fromkeys(self.name(pool[form]) for form in close))
        if names:
            return _problem("area.unknown", field, text, suggestions=names)
        return _problem("area.unknown-bare", field, text)


def _plain(text: str) -> str:
    return without_blanks(to_half_width(text)).strip("'")


def _problem(code: str, field: str, value: str, **params: str) -> Place:
    return Place("", CellProblem(code, field, value[:40], params=params))

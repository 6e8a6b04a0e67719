"""What the columns of a task table are called, over the many names that papers give them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from sangyu.kernel.text import to_half_width, without_blanks


class Role(StrEnum):
    """What a column holds. `BOTH`: units without saying who leads. `OTHER`: kept under its printed name."""

    SERIAL = "serial"
    PART = "part"
    TITLE = "title"
    MEASURE = "measure"
    LEAD = "lead"
    SUPPORT = "support"
    BOTH = "units"
    DEADLINE = "deadline"
    OTHER = "other"


UNITS = frozenset({Role.LEAD, Role.SUPPORT, Role.BOTH})
TEXTS = frozenset({Role.PART, Role.TITLE, Role.MEASURE})

_LEXICON = Path(__file__).with_name("headers.toml")


@cache
def _columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lexicon = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    return tuple(
        (entry["kind"], re.compile(_expanded(entry["names"], lexicon)))
        for entry in lexicon["column"]
    )


@cache
def _first_leads() -> re.Pattern[str]:
    lexicon = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    return re.compile(_expanded(lexicon["note"][0]["names"], lexicon))


def _expanded(names: Sequence[str], lexicon: Mapping[str, str]) -> str:
    pattern = "|".join(f"(?:{name})" for name in names)
    return pattern.replace("BODY", lexicon["body"]).replace("LEVEL", lexicon["level"])


def says_first_leads(text: str) -> bool:
    """「列第一位的为牵头单位」: the paper's own rule for lists of units."""
    return first_leads_from(text) is not None


def first_leads_from(text: str) -> int | None:
    """From where on the first of several units leads: everywhere, or (「下同」) from this note; None if never."""
    match = _first_leads().search(text)
    if match is None:
        return 0 if _first_leads().search(without_blanks(text)) else None
    begin = max(text.rfind(mark, 0, match.start()) for mark in "(（〔【\n")
    return begin + 1 if _BELOW.search(text, match.end(), match.end() + 16) else 0


_BELOW = re.compile(r"[下后]同|以下")


def plain(label: str) -> str:
    """A label as compared: half-width, no blanks, no surrounding marks."""
    return without_blanks(to_half_width(label)).strip("*:|#【】[]")


# 「一、设施建设」 begins a section of the table and names no column.
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])"
)


@lru_cache(maxsize=10_000)
def _kind(label: str) -> str | None:
    bare = plain(label) if len(label) <= 60 else ""
    if _NUMBERED.match(bare):
        return None
    for form in (bare, re.sub(r"\([^)]*\)", "", bare)):
        if not 0 < len(form) <= 24:
            continue
        for role, pattern in _columns():
            if pattern.fullmatch(form):
                return role
    return None


def is_label(label: str) -> bool:
    """Whether this alone may be a column's name."""
    return _kind(label) is not None


def names_persons(label: str) -> bool:
    """Whether the column holds persons; what stands in it is not kept."""
    return _kind(label) == "person"


def roles_of(labels: Sequence[str]) -> tuple[Role, ...] | None:
    """The role of each column, or None if this is not the header of a task table."""
    kinds = [_kind(label) for label in labels]
    known = [kind for kind in kinds if kind is not None]
    if len(set(known)) < 2 or len(known) * 2 < len([label for label in labels if plain(label)]):
        return None
    roles = [_settled(kind, kinds) for kind in kinds]
    _settle_texts(roles, kinds, [plain(label) for label in labels])
    if not UNITS & set(roles) or Role.TITLE not in roles:
        return None
    if "weak" in kinds and UNITS & set(roles) == {Role.BOTH} and Role.DEADLINE not in roles:
        return None  # 「单位」 beside goods and amounts is a unit of measure
    return tuple(roles)


def _settled(kind: str | None, kinds: Sequence[str | None]) -> Role:
    """「责任单位」 supports where another column leads, leads where another supports, else says neither."""
    if kind in {Role.BOTH, "weak"}:
        if Role.LEAD in kinds:
            return Role.SUPPORT
        return Role.LEAD if Role.SUPPORT in kinds else Role.BOTH
    if kind is None or kind in {"person", "goal"}:
        return Role.OTHER
    return Role(kind)


def _settle_texts(roles: list[Role], kinds: Sequence[str | None], labels: Sequence[str]) -> None:
    """One column is the title. Of two titles, a bare 「任务」 or one before the serial is the part."""
    titles = [n for n, role in enumerate(roles) if role is Role.TITLE]
    if not titles:
        for fallback in (Role.MEASURE, "goal", Role.PART):
            if fallback in kinds:
                roles[kinds.index(fallback)] = Role.TITLE
                return
        _settle_unnamed(roles, kinds, labels)
        return
    serial = roles.index(Role.SERIAL) if Role.SERIAL in roles else -1
    if len(titles) > 1 and (
        titles[0] < serial or labels[titles[0]] in {"任务", "项目", "重点工作", "主要任务"}
    ):
        roles[titles.pop(0)] = Role.PART
    for extra in titles[1:]:
        roles[extra] = Role.MEASURE


def _settle_unnamed(roles: list[Role], kinds: Sequence[str | None], labels: Sequence[str]) -> None:
    """Before the units (and after the serial), a column of whatever name is what is to be done.

    Without a serial this is believed only where leading and supporting units, or units and a deadline, stand beside.
    """
    units = next((n for n, role in enumerate(roles) if role in UNITS), 0)
    is_numbered = Role.SERIAL in roles[:units]
    if not is_numbered and len({*roles} & {*UNITS, Role.DEADLINE}) < 2:
        return
    for n in range(roles.index(Role.SERIAL) + 1 if is_numbered else 0, units):
        if kinds[n] is None and labels[n]:
            roles[n] = Role.TITLE
            return


def is_header_again(cells: Sequence[str], labels: Sequence[str]) -> bool:
    """A header repeated on a new page."""
    wanted = [plain(label) for label in labels]
    return [plain(cell) for cell in cells] == wanted

"""The documents are true: links lead somewhere; commands, identifiers and page names exist; what is made is fresh."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from markdown_it import MarkdownIt

from sangyu.city.organisations.types import Role
from scripts import dictionary

ROOT = Path(__file__).resolve().parents[1]
HANDBOOK = ROOT / "docs" / "handbook"
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("sangyu/**/*.md")]
    if "node_modules" not in path.parts
)
COMMAND = re.compile(r"(?:\S*/)?sangyu ([a-z_]+)(?: ([a-z]+))?\b")
QUOTED = re.compile(r"“([^”]+)”")
HANDBOOK_ROLES = {
    "director": "director",
    "officer": "officer",
    "town-clerk": "town_clerk",
    "community-worker": "community_worker",
    "inspector": "inspector",
    "hotline": "hotline",
    "family": "family",
    "administrators": "system_admin",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def links(path: Path) -> Iterator[str]:
    """Targets of links and images."""
    for block in MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8")):
        for token in block.children or []:
            target = token.attrGet("href") or token.attrGet("src")
            if target:
                yield str(target)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_to_files(path: Path) -> None:
    for target in links(path):
        if target.startswith(("http://", "https://", "mailto:", "#")):
            continue
        assert (path.parent / target.partition("#")[0]).exists(), target


def sub_commands(command: BaseCommand) -> set[str]:
    """The words a command's first argument may be; empty if it is free."""
    parser = command.create_parser("sangyu", "x")
    for action in parser._actions:
        if not action.option_strings and action.choices:
            return {str(choice) for choice in action.choices}
    return set()


def codes(path: Path) -> Iterator[str]:
    """Each line or span of code."""
    for block in MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8")):
        if block.type in {"fence", "code_block"}:
            yield from block.content.splitlines()
        yield from (token.content for token in block.children or [] if token.type == "code_inline")


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_named_commands_exist(path: Path) -> None:
    known = get_commands()
    for part in " && ".join(codes(path)).split(" && "):
        found = COMMAND.match(part.strip())
        if found is None:
            continue
        word, after = found.groups()
        assert word in known, part
        choices = sub_commands(load_command_class(known[word], word))
        assert not after or not choices or after in choices, part


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for path in PAGES:
        named = set(
            re.findall(r"`make ([a-z]+)|^make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE)
        )
        assert {a or b for a, b in named} <= targets, name(path)


def test_settings_named_are_read_and_read_ones_are_named() -> None:
    pattern = re.compile(r"\bSANGYU_[A-Z_]*[A-Z]\b")
    sources = [*ROOT.glob("sangyu/settings/*.py"), *ROOT.glob("sangyu/kernel/operate/*.py")]
    sources += [ROOT / "sangyu/kernel/postgres.py", ROOT / "tests/browser/support.py"]
    read: set[str] = set()
    for source in sources:
        read |= set(re.findall(r"""["'](SANGYU_[A-Z_]*[A-Z])["']""", source.read_text("utf-8")))
    read -= {"SANGYU_TEST_VAR"}
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    named = set(pattern.findall(page)) - {"SANGYU_SECRET_KEY_FILE"}
    assert named == read


def test_glossary_identifiers_are_in_the_code() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "sangyu"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    names = [one for one in tracked.split("\0") if one.endswith((".py", ".toml", ".csv"))]
    words = set(
        re.findall(
            r"\w+",
            " ".join((ROOT / one).read_text("utf-8") for one in names if (ROOT / one).is_file()),
        )
    )
    rows = re.findall(
        r"^\|[^|]+\|([^|]+)\|", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE
    )
    identifiers = {word for row in rows for word in re.findall(r"`(\w+)`", row)}
    assert len(identifiers) > 40
    assert identifiers - words == set()


def test_data_dictionary_is_fresh() -> None:
    assert dictionary.TARGET.read_text("utf-8") == dictionary.text(), "python -m scripts.dictionary"


# --- the handbook ---


def test_every_role_has_its_page_in_both_languages() -> None:
    roles = {str(role) for role in Role}
    assert set(HANDBOOK_ROLES.values()) <= roles
    for slug in HANDBOOK_ROLES:
        assert (HANDBOOK / f"{slug}.md").is_file(), slug
    slugs = {
        path.name.removesuffix(".md") for path in HANDBOOK.glob("*.md") if ".en." not in path.name
    }
    assert {path.name.removesuffix(".en.md") for path in HANDBOOK.glob("*.en.md")} == slugs


@cache
def texts() -> dict[str, list[str]]:
    """Every text of the pages: the English sources and their Chinese."""
    found: dict[str, list[str]] = {"en": [], "zh": []}
    for path in ROOT.glob("sangyu/**/locale/zh_Hans/LC_MESSAGES/django.po"):
        for key, part in re.findall(
            r'^(msgid|msgstr) ((?:"(?:[^"\\]|\\.)*"\s*)+)', path.read_text("utf-8"), re.MULTILINE
        ):
            whole = "".join(
                ast.literal_eval(piece) for piece in re.findall(r'"(?:[^"\\]|\\.)*"', part)
            )
            found["en" if key == "msgid" else "zh"].append(whole)
    return found


@pytest.mark.parametrize("path", sorted(HANDBOOK.glob("*.md")), ids=lambda path: path.name)
def test_quoted_names_are_on_the_pages(path: Path) -> None:
    """What stands in “quotation marks” in the handbook is a page, button, state or chapter by its real name."""
    is_english = ".en." in path.name
    chapters = {
        page.read_text("utf-8").partition("\n")[0].lstrip("# ")
        for page in HANDBOOK.glob("*.md")
        if (".en." in page.name) == is_english
    }
    known = chapters | {text.rstrip(" …:：") for text in texts()["en" if is_english else "zh"]}
    assert set(QUOTED.findall(path.read_text("utf-8"))) - known == set()

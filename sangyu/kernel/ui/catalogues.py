"""The translation catalogues: found, brought up to date, checked and compiled with babel alone (no gettext tools).

Every room owns `locale/zh_Hans/LC_MESSAGES/django.po`; a file belongs to the innermost room around it, and what stands
outside all rooms to the kernel. The .mo files are built, never committed.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.utils.translation.template import templatize

LOCALE = "zh_Hans"
PACKAGE = Path(__file__).resolve().parents[2]
KERNEL = PACKAGE / "kernel"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# Chinese texts; `sangyu messages` keeps the entries, people write the translations.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
Key = tuple[str, str]
"""Context and source text (the singular one)."""


@dataclass(frozen=True)
class Fault:
    """One entry that is not as it must be."""

    catalogue: Path
    what: str
    text: str


def homes() -> list[Path]:
    """The folders that own a catalogue, innermost first."""
    rooms = {
        Path(config.path) for config in apps.get_app_configs() if config.name.startswith("sangyu.")
    }
    return sorted(rooms | {KERNEL}, key=lambda path: len(path.parts), reverse=True)


def catalogue_of(home: Path) -> Path:
    """Where a room's catalogue stands."""
    return home / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def update(rooms: Collection[str] = ()) -> list[Path]:
    """Bring the catalogues (of these rooms, or all) up to date; returns the files that changed.

    New entries are added, with a translation that another room already has; unused ones are dropped.
    """
    known = {home: _read(catalogue_of(home)) for home in homes()}
    anywhere = {
        key: entry.string
        for old in known.values()
        for key, entry in _entries(old)
        if _is_done(entry)
    }
    changed = []
    for home, fresh in _extracted().items():
        if rooms and home.name not in rooms:
            continue
        old = dict(_entries(known[home]))
        for key, entry in _entries(fresh):
            mine = old.get(key)
            entry.string = (
                mine.string
                if mine is not None and _is_done(mine)
                else anywhere.get(key, entry.string)
            )
        if _write(catalogue_of(home), fresh):
            changed.append(catalogue_of(home))
    return changed


def check(rooms: Collection[str] = ()) -> list[Fault]:
    """Missing, fuzzy, obsolete entries, and the same source text translated differently in two rooms."""
    faults: list[Fault] = []
    chosen: dict[Key, tuple[object, Path]] = {}
    for home, fresh in _extracted().items():
        path = catalogue_of(home)
        old = _read(path)
        wanted = dict(_entries(fresh))
        present = dict(_entries(old))
        faults += [Fault(path, "missing", key[1]) for key in wanted if key not in present]
        faults += [Fault(path, "obsolete", key[1]) for key in present if key not in wanted]
        faults += [Fault(path, "obsolete", str(entry.id)) for entry in old.obsolete.values()]
        for key, entry in present.items():
            if entry.fuzzy:
                faults.append(Fault(path, "fuzzy", key[1]))
            elif not _is_done(entry):
                faults.append(Fault(path, "untranslated", key[1]))
            elif chosen.setdefault(key, (entry.string, path))[0] != entry.string:
                faults.append(Fault(path, f"translated otherwise than in {chosen[key][1]}", key[1]))
    return [fault for fault in faults if not rooms or fault.catalogue.parents[3].name in rooms]


def compile_stale() -> list[Path]:
    """Compile each catalogue newer than its .mo; written aside and renamed, so that a reader never sees half a file."""
    built = []
    for home in homes():
        source = catalogue_of(home)
        target = source.with_suffix(".mo")
        if not source.is_file() or (
            target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns
        ):
            continue
        aside = target.with_suffix(".new")
        with aside.open("wb") as file:
            write_mo(file, _read(source))
        aside.replace(target)
        built.append(target)
    return built


def _extracted() -> dict[Path, Catalog]:
    """What the sources say today, by home. Only homes with texts."""
    found: dict[Path, Catalog] = {}
    owners = homes()
    for path in sorted(PACKAGE.rglob("*")):
        if (
            path.suffix not in {".py", ".html", ".txt"}
            or "tests" in path.parts
            or "migrations" in path.parts
        ):
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        home = next((owner for owner in owners if owner in path.parents), KERNEL)
        for text, context in _messages(path):
            catalogue = found.setdefault(home, Catalog(locale=LOCALE, fuzzy=False))
            location = (path.relative_to(home).as_posix() if home in path.parents else path.name, 1)
            catalogue.add(text, None, [location], context=context)
    return found


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        # The result is only tokens in a row; its indentation would confuse Python's tokenizer.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    for _line, text, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield text, context


def _entries(catalogue: Catalog) -> Iterator[tuple[Key, Message]]:
    for entry in catalogue:
        if entry.id:
            yield (
                (entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0]),
                entry,
            )


def _is_done(entry: Message) -> bool:
    parts = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    return not entry.fuzzy and bool(parts) and all(parts)


def _read(path: Path) -> Catalog:
    if not path.is_file():
        return Catalog(locale=LOCALE, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def _write(path: Path, catalogue: Catalog) -> bool:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    text = HEADER + buffer.getvalue().decode().lstrip()
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return True

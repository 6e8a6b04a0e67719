"""Finds words of the wrong language on a page.

Data stays as it was entered, so what counts is what the page adds: on an English page every Chinese run must stand in
the database or in a policy file; on a Chinese page no text may be a source string of the catalogues, and no Latin words
may stand that are neither data nor a name.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import cast

from babel.messages.pofile import read_po
from django.db import connection
from playwright.sync_api import Page

from sangyu.kernel.audit.codes import known_actions
from sangyu.kernel.audit.kinds import known_kinds
from tests.browser.support import ROOT

OTHER_LANGUAGE = "简体中文"
"""What the choice of languages calls Chinese, on every page."""
HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z’']*(?: [A-Za-z][A-Za-z’']*)*")
COMMAND = re.compile(r"sangyu( [a-z-]+)+")
NAMES = frozenset((
    "API", "Authenticator", "CSV", "Ctrl", "English", "Enter", "Esc", "Excel", "GB", "ID", "IP", "JSON", "MiB", "UTF",
    "MZ", "OpenDocument", "PDF", "SM", "Sangyu", "T", "TOTP", "TXT", "Word", "csv", "docx", "jpg", "ods", "png",
    "txt", "xls", "xlsx",
))  # fmt: skip
"""Latin that Chinese officials read every day: formats, standards, keys."""
TEXTS = """() => {
  const own = document.documentElement.lang.slice(0, 2), found = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { found.push(node.textContent); return; }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "CODE", "KBD"].includes(node.tagName)) return;
    if (node.lang && node.lang.slice(0, 2) !== own) return;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      if (node.hasAttribute(name)) found.push(node.getAttribute(name));
    }
    node.childNodes.forEach(walk);
  };
  walk(document.documentElement);
  return found.map((text) => text.trim().replace(/\\s+/g, " ")).filter(Boolean);
}"""


def texts(page: Page) -> list[str]:
    """Every text and every label of the page, outside of what declares itself to be of another language."""
    return cast("list[str]", page.evaluate(TEXTS))


def foreign(page: Page, language: str, data: str) -> list[str]:
    """What is written in the wrong language; `data` is all that the city itself wrote."""
    found = set()
    for text in texts(page):
        if language == "en":
            found |= {f"{run} in “{text[:60]}”" for run in HAN.findall(text) if run not in data}
        elif text in sources() and text not in data:
            found.add(f"untranslated: {text[:80]}")
        else:
            found |= {
                f"{run} in “{text[:60]}”"
                for run in LATIN.findall(COMMAND.sub("", text))
                if run not in NAMES and run not in data and len(run) > 1
            }
    return sorted(found)


@cache
def sources() -> frozenset[str]:
    """The English source strings whose translation differs from them."""
    found: set[str] = set()
    for path in sorted((ROOT / "sangyu").rglob("locale/zh_Hans/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                both = message.id if isinstance(message.id, tuple) else (message.id,)
                found |= {str(text) for text in both if text and text != message.string}
    return frozenset(found)


EXAMPLES = (
    "city/areas/importing.py",
    "kernel/workdays/forms.py",
    "kernel/workdays/templates/workdays/import.html",
    "openapi/forms.py",
)
"""Where headings by which a list is read, and examples out of Chinese papers, stand: Chinese in every language."""


def data_of_the_city() -> str:
    """All text of the database, of the files that hold the law's own words, and what other tests say in the trail."""
    parts = [OTHER_LANGUAGE, *(path.read_text("utf-8") for path in _law())]
    parts += [
        str(action.sentence) for code, action in known_actions().items() if code.startswith("test.")
    ]
    parts += [str(kind.label) for kind in known_kinds() if kind.code.startswith("test.")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, E'\\n') FROM {table} AS t")
            parts.append(cursor.fetchone()[0] or "")
    return re.sub(r"\s+", " ", "\n".join(parts))


def _law() -> list[Path]:
    source = ROOT / "sangyu"
    examples = [source / name for name in EXAMPLES]
    packs = source.glob("city/papers/packs/data/*/*.*")
    laws = [*source.rglob("policy/*.toml"), *source.rglob("data/retention.toml")]
    return sorted([*laws, *packs, *examples])

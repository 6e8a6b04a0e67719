"""The handbook's pages as the console's help: Markdown files of docs/handbook, in Chinese, and `.en.md` in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

SLUG = re.compile(r"[a-z0-9-]+")
LINK = re.compile(r'href="([a-z0-9-]+?)(?:\.en)?\.md"')
INDEX = "index"
_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Chapter:
    """One page of the handbook."""

    slug: str
    title: str
    path: Path


def chapters(language: str) -> list[Chapter]:
    """All pages in the reader's language (or in the other, where it lacks one), by their first line's order."""
    folder = Path(settings.HANDBOOK_DIR)
    slugs = sorted({path.name.split(".")[0] for path in folder.glob("*.md")} - {INDEX})
    return [found for slug in slugs if (found := chapter(slug, language))]


def chapter(slug: str, language: str) -> Chapter | None:
    """One page, or None."""
    if not SLUG.fullmatch(slug):
        return None
    names = [f"{slug}.md", f"{slug}.en.md"]
    for name in reversed(names) if language.startswith("en") else names:
        path = Path(settings.HANDBOOK_DIR) / name
        if path.is_file():
            return Chapter(slug, _title(path), path)
    return None


def as_html(found: Chapter) -> SafeString:
    """The page without its title, which the frame shows. Raw HTML in a page stays text; links to pages lead to help.

    A block of code can be scrolled, so the keyboard must reach it.
    """
    text = found.path.read_text("utf-8").partition("\n")[2]
    html: str = _markdown.render(text)
    html = LINK.sub(lambda link: f'href="{reverse("console:help-page", args=[link[1]])}"', html)
    html = html.replace("<pre>", '<pre tabindex="0">')
    return SafeString(html)  # our own files, and HTML in them stays text


def _title(path: Path) -> str:
    return path.read_text("utf-8").partition("\n")[0].lstrip("# ").strip()

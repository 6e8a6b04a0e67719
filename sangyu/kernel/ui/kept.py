"""Markup drawn once and kept: what many readers share is drawn for the first of them, what differs goes into holes.

Templates take longer than the database on the pages people look at most. Such a page is drawn with tokens where it
differs from request to request (the forgery token, an address, the rows) and kept under a key; each answer is the kept
text with its holes filled. Whatever a template reads must follow from the key or stand in a hole: the key is the proof
that nobody is shown what was drawn for somebody else, so a view builds it from plain values in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

SECONDS = 600
_HOLE = re.compile("\ufdd0([a-z_]+)\ufdd1")
_PLAIN = (str, int, bool, type(None))
Holes = Mapping[str, str]


def token(name: str) -> str:
    """What stands in kept text for the hole of this name: characters that no text of a person has."""
    return f"\ufdd0{name}\ufdd1"


def filled(text: str, holes: Holes) -> SafeString:
    """The text with its holes filled, each text escaped unless it is safe. What is filled in is not looked into."""
    return SafeString(_HOLE.sub(lambda found: conditional_escape(holes[found[1]]), text))


def drawn(
    template: str, key: tuple[Any, ...], holes: Holes, context: Callable[[Holes], Mapping[str, Any]]
) -> SafeString:
    """A template without a request, its holes filled.

    `context` is asked only when nothing is kept under the key; it is given the tokens to put in the template's way. A
    hole with nothing to show is "" there too, so that a template can leave out what stands around it.
    """
    return filled(text_of(template, key, holes, context), holes)


def text_of(
    template: str,
    key: tuple[Any, ...],
    holes: Holes,
    context: Callable[[Holes], Mapping[str, Any]],
    request: HttpRequest | None = None,
) -> str:
    """The kept text itself. With a `request`, what the template reads from it must be in the key too."""
    there = {name: token(name) if text else "" for name, text in holes.items()}
    whole = (
        template,
        get_language(),
        _plain(key),
        tuple(sorted(name for name in there if there[name])),
    )
    name = f"kept:{sha256(repr(whole).encode()).hexdigest()}"
    text: str | None = caches["template_fragments"].get(name)
    if text is None:
        text = str(render_to_string(template, {**there, **context(there)}, request))
        caches["template_fragments"].set(name, text, SECONDS)
    return text


def _plain(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The key, proved to tell its values apart by how they are written."""
    for part in key:
        if isinstance(part, tuple):
            _plain(part)
        elif not isinstance(part, _PLAIN):
            raise TypeError(
                f"A key of kept markup has plain values only, not {type(part).__name__}."
            )
    return key

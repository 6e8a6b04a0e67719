"""Markup that is drawn once and kept: its holes, its key, and that nothing is shown to another reader."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.safestring import SafeString

from sangyu.kernel.ui import kept

pytestmark = pytest.mark.usefixtures("kept_for_real")
BADGE = "ui/badge.html"


@pytest.fixture
def kept_for_real(settings: Any) -> None:
    """A cache that keeps, where the tests' own keeps nothing."""
    real = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-kept"}
    settings.CACHES = settings.CACHES | {"template_fragments": real}


def badge(text: str, *key: object) -> str:
    return kept.drawn(BADGE, key, {"text": text}, lambda there: {"tone": "good", **there})


def test_holes_are_filled_anew_and_escaped() -> None:
    assert "Wang" in badge("Wang")
    again = badge("<b>Li</b>")
    assert "Wang" not in again
    assert "&lt;b&gt;Li&lt;/b&gt;" in again
    assert "<i>safe</i>" in badge(SafeString("<i>safe</i>"))


def test_what_is_filled_in_is_not_looked_into() -> None:
    text = kept.filled(
        f"{kept.token('q')}|{kept.token('token')}", {"q": kept.token("token"), "token": "secret"}
    )
    assert text == f"{kept.token('token')}|secret"


def test_the_context_is_asked_once_for_a_key() -> None:
    asked: list[str] = []

    def context(_there: object) -> dict[str, str]:
        asked.append("x")
        return {"tone": "good", "text": "t"}

    for key in (("a",), ("a",), ("b",), ("a", 1), ("a", "1"), (("a", 1),)):
        kept.drawn(BADGE, key, {}, context)
    assert len(asked) == 5


def test_an_empty_hole_is_kept_apart_from_a_full_one() -> None:
    full = kept.drawn(
        "ui/card.html", ("k",), {"title": "T"}, lambda there: {"level": 2, "content": "", **there}
    )
    empty = kept.drawn(
        "ui/card.html", ("k",), {"title": ""}, lambda there: {"level": 2, "content": "", **there}
    )
    assert "<h2" in full
    assert "<h2" not in empty


def test_a_key_takes_plain_values_only() -> None:
    with pytest.raises(TypeError, match="plain values only, not list"):
        kept.drawn(BADGE, (["a"],), {}, dict)
    with pytest.raises(TypeError, match="not object"):
        kept.drawn(BADGE, (("a", object()),), {}, dict)

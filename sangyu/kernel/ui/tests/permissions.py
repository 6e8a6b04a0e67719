"""Who may open the component gallery (mounted in debug and tests only): everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.permissions import Row

if TYPE_CHECKING:
    from tests.permissions import World

TABLE = {
    "ui-gallery": Row(public=True),
    "ui-gallery-blank": Row(public=True),
    "ui-gallery-plain": Row(public=True),
    "ui-gallery-broken": Row(public=True, ok=500),
    "ui-gallery-document": Row(public=True),
    "ui-gallery-error": Row(public=True, ok=422),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """The error page to show."""
    return {"ui-gallery-error": {"status": 422}}

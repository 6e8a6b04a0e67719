"""How something about an elder's assessment is told: one audit entry, the name masked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sangyu.kernel import audit, pii
from sangyu.kernel.actors import Actor


def record(  # noqa: PLR0913  one entry has this many facts
    actor: Actor,
    code: str,
    elder: Any,
    *,
    of: Any = None,
    after: dict[str, object] | None = None,
    clause: str = "",
    at: datetime | None = None,
) -> None:
    """An entry about an elder's order or result (`of`), or all of them: the name is masked."""
    audit.record(
        actor,
        code,
        kind=of._meta.model_name if of is not None else "elder",
        id=elder.pk if of is None else of.pk,
        area_code=elder.area_code,
        label=pii.mask_name(elder.name),
        after=after,
        clause=clause,
        at=at,
    )

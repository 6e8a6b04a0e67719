"""What enters and leaves the audit room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """One record that one action touched: what `record_many` needs to know of it."""

    id: int | str
    area_code: str = ""
    label: str = ""
    before: Values | None = None
    after: Values | None = None
    clause: str = ""


@dataclass(frozen=True)
class Change:
    """One field before and after, ready to be shown ("" where it was not there)."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One entry as other rooms and the pages show it; `sentence` is in the reader's language.

    `title`, `text`, `url`, `icon` and `tone` make it an entry of `{% timeline %}`.
    """

    id: int
    at: datetime
    who: str
    organisation: str
    role: str
    account_id: int | None
    action: str
    sentence: str
    object_kind: str
    object_id: str
    object_label: str
    object_url: str
    area_code: str
    area: str
    clause: str
    purpose: str
    request_id: str
    changes: tuple[Change, ...] = ()
    url: str = ""
    icon: str = "history"
    tone: str = ""

    @property
    def title(self) -> str:
        return self.sentence

    @property
    def text(self) -> str:
        """The changes in one line."""
        return "; ".join(
            f"{change.field}: {change.before or '—'} → {change.after or '—'}"
            for change in self.changes
        )

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """The changes for `{% diff %}`."""
        return [(change.field, change.before, change.after) for change in self.changes]

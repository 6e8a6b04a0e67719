"""The only clock of the house. Legal days are those of Asia/Shanghai; instants are stored in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present legal day in Asia/Shanghai."""
    return legal_day(now())


def legal_day(at: datetime) -> date:
    """The legal day in Asia/Shanghai in which an aware instant falls."""
    return at.astimezone(SHANGHAI).date()

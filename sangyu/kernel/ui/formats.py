"""How dates, days left, numbers, money and masked values are written, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sangyu.kernel import clock

NOTHING = "—"


def _local_day(value: date) -> date:
    return clock.legal_day(value) if isinstance(value, datetime) else value


def day(value: date | None) -> str:
    """2026年11月22日, 22 Nov 2026."""
    if not value:
        return NOTHING
    return dateformat.format(
        _local_day(value), pgettext("a day, in Django's date format letters", "j M Y")
    )


def short_day(value: date | None) -> str:
    """11月22日, 22 Nov; the year stays where it is not this year's."""
    if not value:
        return NOTHING
    local = _local_day(value)
    if local.year != clock.today().year:
        return day(local)
    return dateformat.format(
        local, pgettext("a day without its year, in Django's date format letters", "j M")
    )


def month(value: date | None) -> str:
    """2026年11月, Nov 2026."""
    if not value:
        return NOTHING
    return dateformat.format(
        _local_day(value), pgettext("a month, in Django's date format letters", "M Y")
    )


def moment(value: datetime | None) -> str:
    """2026年11月22日 14:05, in Asia/Shanghai."""
    if not value:
        return NOTHING
    local = value.astimezone(clock.SHANGHAI)
    return f"{day(local)} {local:%H:%M}"


def ago(value: datetime | None) -> str:
    """3 小时前, 3 hours ago; older than a week becomes the day."""
    if not value:
        return NOTHING
    passed = clock.now() - value
    if passed < timedelta(minutes=1):
        return _("just now")
    if passed >= timedelta(days=7):
        return day(value)
    return _span(passed)


def _span(passed: timedelta) -> str:
    if passed < timedelta(hours=1):
        minutes = passed // timedelta(minutes=1)
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {
            "count": minutes
        }
    if passed < timedelta(days=1):
        hours = passed // timedelta(hours=1)
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    return ngettext("%(count)d day ago", "%(count)d days ago", passed.days) % {"count": passed.days}


def days_left(due: date | None, today: date | None = None) -> str:
    """还剩 5 天, 今天到期, 已逾期 3 天."""
    if not due:
        return NOTHING
    left = (_local_day(due) - (today or clock.today())).days
    if left == 0:
        return _("due today")
    if left < 0:
        return ngettext("%(count)d day overdue", "%(count)d days overdue", -left) % {"count": -left}
    return ngettext("%(count)d day left", "%(count)d days left", left) % {"count": left}


def urgency(due: date | None, today: date | None = None) -> str:
    """The tone of a due date: "" (no date or far off), "soon" (within 7 days), "today" or "late"."""
    if not due:
        return ""
    left = (_local_day(due) - (today or clock.today())).days
    if left < 0:
        return "late"
    if left == 0:
        return "today"
    return "soon" if left <= 7 else ""


def number(value: Any, decimals: int = 0) -> str:
    """12,345; missing is a dash."""
    if value is None or value == "":
        return NOTHING
    return f"{_rounded(value, decimals):,.{decimals}f}"


def percent(value: Any, decimals: int = 1) -> str:
    """A ratio as per cent: 0.553 is 55.3%."""
    if value is None or value == "":
        return NOTHING
    return f"{_rounded(Decimal(str(value)) * 100, decimals):,.{decimals}f}%"


def money(value: Any) -> str:
    """Yuan with two decimals: 1,234.50 元, ¥1,234.50."""
    if value is None or value == "":
        return NOTHING
    return _("¥%(amount)s") % {"amount": f"{_rounded(value, 2):,.2f}"}


def mask(value: Any, keep: str = "1,0") -> str:
    """The first and last characters that `keep` ("first,last") names, stars between: 张**, 138****5678."""
    text = str(value or "")
    first, last = (int(part) for part in keep.split(","))
    if not text:
        return NOTHING
    hidden = len(text) - first - last
    if hidden <= 0:
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[len(text) - last :]


def _rounded(value: Any, decimals: int) -> Decimal:
    step = Decimal(1).scaleb(-decimals)
    return Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)

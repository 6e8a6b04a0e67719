"""Legal workdays in Asia/Shanghai: what "within 20 working days" means.

    from sangyu.kernel import workdays

    workdays.add_workdays(date(2026, 9, 30), 5)       DueDay(date(2026, 10, 13), provisional=False)
    workdays.workdays_between(today, due)             5; negative when overdue
    calendar = workdays.calendar()                    for a loop: the same three, and `provisional`

The rest days and make-up days the State Council publishes each autumn come with the chinesecalendar package, overlaid
by rows that the system administrator edits or imports. A year that neither knows counts weekends only and marks what
is counted through it `provisional`; when its notice is imported, `events.CalendarChanged` tells who must recompute.

This room owns the overlay. Who calls it: everything with a clock. Basis: State Council notices on each year's
holidays; the day of the event does not count (Civil Code art. 201).
"""

from __future__ import annotations

from sangyu.kernel.workdays.overlay import (
    add_workdays,
    calendar,
    is_workday,
    refresh,
    workdays_between,
)
from sangyu.kernel.workdays.rules import Calendar
from sangyu.kernel.workdays.types import DueDay

__all__ = [
    "Calendar",
    "DueDay",
    "add_workdays",
    "calendar",
    "is_workday",
    "refresh",
    "workdays_between",
]

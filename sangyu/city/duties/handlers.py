"""What other rooms' events mean here."""

from __future__ import annotations

from sangyu.city.duties.services import duties_generate
from sangyu.kernel import events, workdays
from sangyu.kernel.actors import system_actor
from sangyu.kernel.workdays.events import CalendarChanged


@events.subscribe_later(CalendarChanged, name="duties.recount")
def recount(event: CalendarChanged) -> None:
    """Due days that were counted through a year that is now published are counted again.

    The worker that runs this may remember the calendar of a moment ago, so it reads it anew.
    """
    workdays.refresh()
    duties_generate(actor=system_actor("duties-recount"))

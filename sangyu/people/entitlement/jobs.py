"""The room's jobs: everybody at night, and catching up with nights that were missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import clock, work
from sangyu.people.entitlement.models import Run
from sangyu.people.entitlement.rules.timeline import month_of, months_from
from sangyu.people.entitlement.services.deciding import run_make
from sangyu.people.entitlement.services.programmes import programmes_load

RUN_JOB = "entitlement.run"
ONE_DAY = timedelta(days=1)


@work.job(RUN_JOB, title=gettext_lazy("Finding everyone who should receive"))
def decide_everybody(run: work.Run) -> None:
    """Decide the register as of today, and first as of the end of each month that nobody decided. A kill loses the day
    that was being decided, which is then decided again; a day decided twice changes nothing."""
    programmes_load(actor=run.actor)
    last = Run.objects.filter(finished_at__isnull=False).order_by("-as_of").first()
    days = list(days_to_decide(last.as_of if last else None, clock.today()))
    done = None
    for number, day in enumerate(days, start=1):
        run.progress(number - 1, len(days), _("As of %(day)s") % {"day": day.isoformat()})
        done = run_make(actor=run.actor, as_of=day)
    run.finish(
        summary=_("%(people)s people: %(opened)s decisions opened, %(closed)s closed.")
        % {
            "people": done.population if done else 0,
            "opened": done.opened if done else 0,
            "closed": done.closed if done else 0,
        },
    )


work.daily(RUN_JOB, at=time(1, 50))


def days_to_decide(last: date | None, today: date) -> Iterator[date]:
    """Today; before it the last day of each month since the last run, so that no month's owed sums are lost."""
    if last is not None and last < today:
        for month in months_from(last, today):
            end = month_of(month) - ONE_DAY
            if last < end < today:
                yield end
    yield today

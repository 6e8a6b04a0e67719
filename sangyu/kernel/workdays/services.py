"""Writes of the overlay: one day, or a year's whole notice from a file. Each change is audited and announced."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit, events
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError, NotFound
from sangyu.kernel.workdays import overlay
from sangyu.kernel.workdays.events import CalendarChanged
from sangyu.kernel.workdays.models import DayOverride, KnownYear
from sangyu.kernel.workdays.notice import NoticeDay, notice_read
from sangyu.kernel.workdays.rights import WORKDAYS_MANAGE
from sangyu.kernel.workdays.types import Imported

DAY_SET = audit.register("workdays.day.set", _("%(who)s set the workday rule of %(object)s"))
DAY_REMOVED = audit.register(
    "workdays.day.removed", _("%(who)s removed the workday rule of %(object)s")
)
YEAR_KNOWN = audit.register(
    "workdays.year.known", _("%(who)s entered the holiday notice of %(object)s")
)
FIRST_YEAR, LAST_YEAR = 1950, 2200


@transaction.atomic
def day_set(*, actor: Actor, day: date, is_workday: bool, source: str, note: str = "") -> None:
    """Make a day worked or free, whatever the package says. Setting it as it is changes nothing."""
    require(actor, WORKDAYS_MANAGE)
    _check_source(source)
    if _days_set(actor, [(day, is_workday, note)], source).unchanged == 0:
        _announce(day, day)


@transaction.atomic
def day_remove(*, actor: Actor, day: date) -> None:
    """Take a day out of the overlay: the package's data, or the weekend rule, holds again."""
    require(actor, WORKDAYS_MANAGE)
    row = DayOverride.objects.select_for_update().filter(date=day).first()
    if row is None:
        raise NotFound(
            "workdays-day-not-set",
            _("The overlay has nothing for this day."),
            remedy=_("See what it has with `sangyu workdays list`."),
        )
    _remove(actor, row)
    _announce(day, day)


@transaction.atomic
def notice_import(
    *, actor: Actor, content: bytes, name: str, source: str, whole_years: Collection[int] = ()
) -> Imported:
    """Take in the days of a CSV file, all or none; `whole_years` are those whose notice it holds completely.

    A whole year is known from then on: its days are no longer provisional, and overlay days of it that the file does
    not name are removed.
    """
    require(actor, WORKDAYS_MANAGE)
    _check_source(source)
    days = notice_read(content, name=name)
    _check_years(days, whole_years)
    for row in DayOverride.objects.filter(date__year__in=whole_years).exclude(
        date__in=[day for day, *_rest in days]
    ):
        _remove(actor, row)
    done = _days_set(actor, days, source)
    for year in sorted(whole_years):
        _year_known(actor, year, source)
    edges = [day for day, *_rest in days]
    edges += [date(year, month, day) for year in whole_years for month, day in ((1, 1), (12, 31))]
    if edges:
        _announce(min(edges), max(edges))
    return Imported(done.added, done.changed, done.unchanged, tuple(sorted(whole_years)))


def _remove(actor: Actor, row: DayOverride) -> None:
    row.delete()
    label = row.date.isoformat()
    audit.record(actor, DAY_REMOVED, kind="workday", id=label, label=label, before=_facts(row))


def _days_set(actor: Actor, days: Iterable[NoticeDay], source: str) -> Imported:
    wanted = {
        day: DayOverride(date=day, is_workday=works, note=note, source=source)
        for day, works, note in days
    }
    have = {
        row.date: row for row in DayOverride.objects.select_for_update().filter(date__in=wanted)
    }
    changed = [
        day for day, row in wanted.items() if day in have and _facts(have[day]) != _facts(row)
    ]
    added = [day for day in wanted if day not in have]
    DayOverride.objects.bulk_create(
        [wanted[day] for day in (*added, *changed)],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_workday", "note", "source"],
    )
    for day in sorted((*added, *changed)):
        before = _facts(have[day]) if day in have else None
        label = day.isoformat()
        audit.record(
            actor,
            DAY_SET,
            kind="workday",
            id=label,
            label=label,
            before=before,
            after=_facts(wanted[day]),
        )
    return Imported(len(added), len(changed), len(wanted) - len(added) - len(changed), ())


def _year_known(actor: Actor, year: int, source: str) -> None:
    _row, is_new = KnownYear.objects.update_or_create(year=year, defaults={"source": source})
    audit.record(
        actor,
        YEAR_KNOWN,
        kind="workday-year",
        id=year,
        label=str(year),
        after={"source": source, "first": is_new},
    )


def _facts(row: DayOverride) -> dict[str, object]:
    return {"is_workday": row.is_workday, "note": row.note, "source": row.source}


def _announce(first: date, last: date) -> None:
    overlay.changed()
    events.publish(CalendarChanged(first, last))


def _check_source(source: str) -> None:
    if not source.strip():
        raise DomainError(
            "workdays-source-missing",
            _("A change of the calendar needs its source."),
            field="source",
            remedy=_("Name the notice, as in 国办发明电〔2025〕7号."),
        )


def _check_years(days: list[NoticeDay], whole_years: Collection[int]) -> None:
    for year in whole_years:
        if not FIRST_YEAR <= year <= LAST_YEAR or not any(day.year == year for day, *_rest in days):
            raise DomainError(
                "workdays-year-empty",
                _("The file has no day of the year %(year)d, so it cannot be that year's notice.")
                % {"year": year},
                remedy=_("Check the year and the file."),
            )

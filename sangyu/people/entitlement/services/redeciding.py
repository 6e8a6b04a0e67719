"""One person decided anew from the first run to this day: how a fact that came late reaches the months it concerns.

The person is judged on every day on which something about them, their age or the rules changed, and on the first of
each month (for what lapses with time). Stretches that come out the same stay as they are; the others are replaced, and
the replaced rows are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from sangyu.insight.engines import extracting
from sangyu.kernel import audit, clock, events
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import audit_codes, rights
from sangyu.people.entitlement.events import ElderDecided
from sangyu.people.entitlement.in_force import dataset, plan_on
from sangyu.people.entitlement.models import Decision, ProgrammeVersion, Run
from sangyu.people.entitlement.rules.judging import Judged, judge
from sangyu.people.entitlement.rules.timeline import (
    Stretch,
    first_month,
    last_month,
    month_of,
    months_from,
    stretches,
)
from sangyu.people.entitlement.services import _states
from sangyu.people.registry.selectors.days import Course, course


@transaction.atomic
def elder_redecide(*, actor: Actor, elder_id: int, at: datetime | None = None) -> int:
    """Decide one person from the first run until today; returns how many decisions were replaced or added."""
    require(actor, rights.PROGRAMME_ADOPT)
    begin = Run.objects.filter(finished_at__isnull=False).order_by("as_of").first()
    if begin is None:
        return 0
    when = at or clock.now()
    today = clock.legal_day(when)
    person = course(actor=actor, elder_id=elder_id)
    days = sorted(_days(person, begin.as_of, today))
    found = stretches([(day, _judged(elder_id, day)) for day in days])
    changed = _replace(elder_id, person, found, when)
    _states.keep_flowing(elder_id, person.area_code, today, when)
    _states.refresh([elder_id])
    if changed:
        audit.record(
            actor,
            audit_codes.REDECIDED,
            kind="elder",
            id=elder_id,
            area_code=person.area_code,
            after={"decisions": changed},
            at=at,
        )
        events.publish(ElderDecided(elder_id, person.area_code))
    return changed


def _days(person: Course, first: date, today: date) -> Iterator[date]:
    """Where the person has to be judged."""
    begin = max(first, person.registered_on)
    wanted = {begin, today, *person.days, *months_from(begin, today)}
    for year in range(begin.year, today.year + 1):
        wanted.add(_birthday(person.birth_date, year))
    for start, end in ProgrammeVersion.objects.filter(in_force=True).values_list(
        "effective_from", "effective_to"
    ):
        wanted |= {start, end + timedelta(days=1) if end else start}
    yield from (day for day in wanted if begin <= day <= today)


def _birthday(birth: date, year: int) -> date:
    """29 February's falls on 1 March in a common year."""
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _judged(elder_id: int, day: date) -> tuple[Judged, ...]:
    row: dict[str, Any] | None = extracting.one(dataset(), day, elder_id)
    if row is None:
        return ()
    return judge(plan_on(day), row)


def _replace(elder_id: int, person: Course, found: list[Stretch], when: datetime) -> int:
    """Keep what is the same, mark the rest as replaced, add what is new."""
    versions = ProgrammeVersion.objects.select_related("programme").in_bulk(
        {stretch.version_id for stretch in found}
    )
    wanted = {_key(stretch): stretch for stretch in found}
    stale = []
    for row in Decision.objects.filter(elder_id=elder_id, superseded_at__isnull=True):
        key = (row.version_id, row.verdict, row.effect, row.amount_fen, row.from_on, row.until_on)
        if key in wanted:
            del wanted[key]
        else:
            stale.append(row.pk)
    Decision.objects.filter(pk__in=stale).update(superseded_at=when)
    Decision.objects.bulk_create(
        _row(elder_id, person, stretch, versions[stretch.version_id], when)
        for stretch in wanted.values()
    )
    return len(stale) + len(wanted)


def _key(stretch: Stretch) -> tuple[object, ...]:
    return (*stretch.facts, stretch.start, stretch.until)


def _row(
    elder_id: int, person: Course, stretch: Stretch, version: ProgrammeVersion, when: datetime
) -> Decision:
    last = last_month(stretch, version.stop_loss)
    if person.left_on is not None and stretch.until == person.left_on and stretch.verdict == "yes":
        last = month_of(person.left_on)
    return Decision(
        elder_id=elder_id,
        area_code=person.area_code,
        programme=version.programme,
        version=version,
        verdict=stretch.verdict,
        effect=stretch.effect,
        state=_states.plain(stretch.verdict, stretch.effect),
        amount_fen=stretch.fen,
        told=stretch.told,
        from_on=stretch.start,
        until_on=stretch.until,
        first_month=first_month(stretch),
        last_month=last,
        decided_at=when,
    )

"""The yearly list as a duty (policy/catalogue.toml): owed by the department, closed by the release.

    catalogue.release   a city or county that keeps a list of its own   releases the year's list
    catalogue.work      works that were ordered in a home               are done, with pictures, by the ordered day

Claims follow the lists: owed from the day the policy opens it until a list of the year is released.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.duties import registry
from sangyu.city.duties.services import duties_match
from sangyu.city.duties.types import (
    Claim,
    Clause,
    DayCount,
    Outcome,
    Proof,
    Reconciled,
    Subject,
    Terms,
)
from sangyu.city.organisations import selectors as units
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.ui.links import address
from sangyu.people.catalogue import policy
from sangyu.people.catalogue.selectors import releases, waiting
from sangyu.people.catalogue.types import WORK_FILES, ListKind, WorkState

WORK = "catalogue.work"
RELEASE = "catalogue.release"
SUBJECT = "service-list-area"
ACTOR = system_actor("catalogue.duties")


@transaction.atomic
def releases_match(
    *, actor: Actor = ACTOR, only: Collection[str] | None = None, at: datetime | None = None
) -> Reconciled:
    """Make the duties of the yearly lists those that are owed; `only` limits it to these areas."""
    at = at or clock.now()
    claims = [one for one in _claims(clock.legal_day(at)) if only is None or one.subject.id in only]
    return duties_match(
        actor=actor, kind=RELEASE, claims=claims, outcome=_outcome, only=only, at=at
    )


def _claims(today: date) -> Iterator[Claim]:
    rule = policy.release_policy(today)
    opens, due = rule.opens_on(today.year), rule.due_on(today.year)
    if today < opens:
        return
    for area_code in releases.areas_with_lists(kind=ListKind.SERVICES):
        if today.year in releases.years_of(area_code=area_code, kind=ListKind.SERVICES):
            continue
        found = units.match_unit(rule.lead, area_code).units
        if not found:
            continue  # no such unit in the area yet; the next night asks again
        terms = Terms(
            due_after=(due - opens).days, day_count=DayCount.NATURAL, escalation=rule.escalation,
            clause=Clause(item=rule.clause),
        )  # fmt: skip
        since = datetime.combine(opens, time(0, 1), clock.SHANGHAI)
        subject = Subject(SUBJECT, area_code, area_code, found[0].id)
        yield Claim(subject, since, terms, str(today.year))


def _outcome(area_code: str, period: str) -> Outcome:
    released = releases.years_of(area_code=area_code, kind=ListKind.SERVICES).get(int(period))
    if released is None:
        return Outcome(reason=_("The area keeps no list of its own any more, or the year is over."))
    label = _("Released on %(day)s") % {"day": clock.legal_day(released).isoformat()}
    url = address("catalogue:list")
    return Outcome(Proof("figure", f"list:{area_code}:{period}", label, url=url), at=released)


@transaction.atomic
def works_match(
    *, actor: Actor = ACTOR, only: Collection[str] | None = None, at: datetime | None = None
) -> Reconciled:
    """Make the duties of works those that are ordered and not done; the town owes them."""
    claims = [one for one in _works() if only is None or one.subject.id in only]
    return duties_match(
        actor=actor, kind=WORK, claims=claims, outcome=_work_outcome, only=only, at=at
    )


def _works() -> Iterator[Claim]:
    for work in waiting.works_running():
        if work.ordered_on is None or work.finish_by is None:
            continue  # the table does not allow it for ordered works
        rule = policy.release_policy(work.ordered_on)
        town = work.elder.area_code[:9]
        found = units.units_in(area_code=town, kind=OrganisationKind.TOWN)
        owner = found[0] if found else next(iter(units.match_unit(rule.lead, town[:6]).units), None)
        if owner is None:
            continue  # nobody could owe it yet; the next night asks again
        terms = Terms(
            due_after=(work.finish_by - work.ordered_on).days, day_count=DayCount.NATURAL,
            escalation=rule.escalation, clause=Clause(item=work.clause),
        )  # fmt: skip
        since = datetime.combine(work.ordered_on, time(0, 1), clock.SHANGHAI)
        yield Claim(Subject(WORK_FILES, str(work.pk), town, owner.id), since, terms)


def _work_outcome(work_id: str, _period: str) -> Outcome:
    found = waiting.work_outcome(work_id)
    if found is None or found[0] == WorkState.DROPPED or found[1] is None:
        return Outcome(reason=_("The works are not carried out."))
    label = _("Done on %(day)s") % {"day": found[1].isoformat()}
    at = datetime.combine(found[1], time(12), clock.SHANGHAI)
    return Outcome(
        Proof("figure", f"work:{work_id}", label, url=address("catalogue:work", int(work_id))),
        at=at,
    )


registry.register(
    RELEASE, gettext_lazy("Yearly list of services"),
    title=gettext_lazy("Release this year's list of basic eldercare services"),
    description=gettext_lazy("The papers encourage a release every year; the day is this city's own setting."),
    url=lambda _kind, _id, _period: address("catalogue:list"),
    url_label=gettext_lazy("Open the lists"), by_hand=False,
)  # fmt: skip
registry.register(
    WORK, gettext_lazy("Adaptation of a home"),
    title=gettext_lazy("Finish the adaptation of a home, with pictures"),
    description=gettext_lazy("By the day that the order names."),
    url=lambda _kind, work_id, _period: address("catalogue:work", int(work_id)),
    url_label=gettext_lazy("Open the works"), by_hand=False,
)  # fmt: skip

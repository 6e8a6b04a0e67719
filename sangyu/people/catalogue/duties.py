"""The yearly list as a duty (policy/catalogue.toml): owed by the department, closed by the release.

    catalogue.release   a city or county that keeps a list of its own   releases the year's list

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
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.ui.links import address
from sangyu.people.catalogue import policy
from sangyu.people.catalogue.selectors import releases
from sangyu.people.catalogue.types import ListKind

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


registry.register(
    RELEASE, gettext_lazy("Yearly list of services"),
    title=gettext_lazy("Release this year's list of basic eldercare services"),
    description=gettext_lazy("The papers encourage a release every year; the day is this city's own setting."),
    url=lambda _kind, _id, _period: address("catalogue:list"),
    url_label=gettext_lazy("Open the lists"), by_hand=False,
)  # fmt: skip

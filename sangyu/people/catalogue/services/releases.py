"""Lists: a draft is begun, headed, discarded or released; what is released is frozen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, Problem
from sangyu.people.catalogue import audit_codes, policy, rights, wording
from sangyu.people.catalogue.events import ListReleased
from sangyu.people.catalogue.models import Release
from sangyu.people.catalogue.models.columns import who
from sangyu.people.catalogue.selectors import releases as selectors
from sangyu.people.catalogue.services._lists import (
    CITY,
    COUNTY,
    LineFacts,
    Refusals,
    content_hash,
    draft_for_change,
    line_problems,
    lines_add,
    record,
)
from sangyu.people.catalogue.types import ListKind, ReleaseState

NATIONAL, EXAMPLE, LAST, EMPTY = "national", "example", "last", "empty"
HEADING = ("title", "number", "year", "starts_on", "source", "note")


@transaction.atomic
def release_draft(
    *,
    actor: Actor,
    kind: str,
    area_code: str,
    heading: dict[str, Any],
    begin_with: str = LAST,
    at: datetime | None = None,
) -> Release:
    """Begin the draft of a list. `begin_with`: last (the list released last), national, example, empty, or the name of
    a shipped list. One draft at a time for each area and kind."""
    require(actor, rights.LIST_EDIT)
    if not actor.covers(area_code) or len(area_code) not in {CITY, COUNTY}:
        raise Forbidden(
            "outside-area",
            _("Lists are made for a city or a county, each by itself."),
            remedy=_("Ask the city or county."),
        )
    if Release.objects.filter(area_code=area_code, kind=kind, state=ReleaseState.DRAFT).exists():
        raise Conflict(
            "draft-open",
            _("There is a draft already."),
            remedy=_("Go on with it, or discard it first."),
        )
    at = at or clock.now()
    same = Release.objects.filter(area_code=area_code, kind=kind, year=heading["year"])
    release = Release.objects.create(
        kind=kind, area_code=area_code, version=same.count() + 1, created_at=at, created_by=who(actor),
        is_example=begin_with == EXAMPLE, **_heading(heading),
    )  # fmt: skip
    lines_add(release, _beginning(release, begin_with))
    record(actor, audit_codes.DRAFTED, release, at, begin_with=begin_with, year=release.year)
    return release


def _beginning(release: Release, begin_with: str) -> list[LineFacts]:
    is_purchase = release.kind == ListKind.PURCHASE
    if begin_with == LAST:
        before = selectors.release_before(release)
        return list(selectors.lines_of(before)) if before else []
    if is_purchase:
        return list(policy.example_purchase().items) if begin_with == EXAMPLE else []
    if begin_with == NATIONAL:
        return list(policy.national().items)
    found = policy.shipped().get(begin_with)
    return list(found.items) if found else []


def _heading(heading: dict[str, Any]) -> dict[str, Any]:
    return {name: heading[name] for name in HEADING if name in heading}


@transaction.atomic
def release_head(
    *, actor: Actor, release_id: int, heading: dict[str, Any], at: datetime | None = None
) -> Release:
    """Change a draft's title, number, year, first day, source or note."""
    release = draft_for_change(actor, release_id, rights.LIST_EDIT)
    changed = _heading(heading)
    for name, value in changed.items():
        setattr(release, name, value)
    if "year" in changed:
        same = Release.objects.filter(
            area_code=release.area_code, kind=release.kind, year=release.year
        )
        release.version = same.exclude(pk=release.pk).count() + 1
    release.save()
    record(actor, audit_codes.HEADED, release, at or clock.now(), **changed)
    return release


@transaction.atomic
def release_discard(*, actor: Actor, release_id: int, at: datetime | None = None) -> None:
    """Throw a draft away."""
    release = draft_for_change(actor, release_id, rights.LIST_EDIT)
    record(actor, audit_codes.DISCARDED, release, at or clock.now())
    release.delete()


@transaction.atomic
def release_publish(*, actor: Actor, release_id: int, at: datetime | None = None) -> Release:
    """Release a draft: checked line by line and, for services, against the national list; then frozen.

    Raises `Refusals` naming every line at fault and every national item that is missing or weaker.
    """
    release = draft_for_change(actor, release_id, rights.LIST_RELEASE)
    at = at or clock.now()
    lines = selectors.lines_of(release)
    problems = [one for line in lines for one in line_problems(line, line.code)]
    if not lines:
        problems.append(
            Problem("", "", "", _("The list has no lines."), _("Bring them in or add them one by one."))
        )  # fmt: skip
    if problems:
        raise Refusals("list-incomplete", problems)
    below = selectors.shortfalls_of(release)
    if below:
        raise Refusals("below-national-list", [wording.shortfall_problem(one) for one in below])
    _ensure_follows(release)
    release.state = str(ReleaseState.RELEASED)
    release.released_at, release.released_by = at, who(actor)
    release.content_hash = content_hash(lines)
    release.save()
    record(
        actor, audit_codes.RELEASED, release, at, year=release.year, starts_on=release.starts_on,
        lines=len(lines), content_hash=release.content_hash,
    )  # fmt: skip
    events.publish(
        ListReleased(release.pk, release.kind, release.area_code, release.year, release.starts_on)
    )
    return release


def _ensure_follows(release: Release) -> None:
    """A list begins after the one before it."""
    before: date | None = (
        Release.objects.filter(
            area_code=release.area_code, kind=release.kind, state=ReleaseState.RELEASED
        )
        .order_by("-starts_on")
        .values_list("starts_on", flat=True)
        .first()
    )
    if before is not None and before >= release.starts_on:
        raise DomainError(
            "list-before-the-last",
            _("The list would begin on or before the day of the one before it."),
            field="starts_on",
            remedy=_("Choose a day after %(day)s.") % {"day": before.isoformat()},
        )

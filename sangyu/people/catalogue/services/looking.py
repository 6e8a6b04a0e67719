"""Reads that the trail tells of: what a person is entitled to, and who belongs to a target group."""

from __future__ import annotations

from datetime import date, datetime

from sangyu.kernel import audit, clock, pii
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.catalogue import audit_codes, facts, rights
from sangyu.people.catalogue.models import Item
from sangyu.people.catalogue.selectors.answers import Answers, answers_for
from sangyu.people.catalogue.selectors.members import Members, members
from sangyu.people.catalogue.selectors.releases import release_in_force
from sangyu.people.catalogue.types import ListKind
from sangyu.people.registry.selectors.elders import ElderDetail, elder_detail
from sangyu.people.registry.selectors.family import own_elders


def answers_open(
    *, actor: Actor, elder_id: int, at: datetime | None = None
) -> tuple[ElderDetail, Answers | None]:
    """A person and what the list in force where they live says to them; None where no list is in force."""
    detail = elder_detail(actor=actor, elder_id=elder_id)
    require(actor, rights.LIST_PEOPLE)
    at = at or clock.now()
    found = _answers(actor, detail.id, detail.values["area_code"], clock.legal_day(at))
    audit.record(
        actor, audit_codes.ANSWERED, kind="elder", id=detail.id, area_code=detail.values["area_code"],
        label=pii.mask_name(detail.name), at=at,
    )  # fmt: skip
    return detail, found


def answers_own(*, actor: Actor, at: datetime | None = None) -> list[tuple[str, Answers | None]]:
    """The same for each elder of a family account: (name, answers)."""
    require(actor, rights.LIST_OWN)
    today = clock.legal_day(at or clock.now())
    return [
        (elder.name, _answers(actor, elder.pk, elder.area_code, today))
        for elder, _age, _phone in own_elders(actor=actor)
    ]


def members_open(
    *,
    actor: Actor,
    item: Item,
    area_code: str,
    part: str = "met",
    after: str = "",
    at: datetime | None = None,
) -> Members:
    """A page of an item's people, with an entry in the trail."""
    at = at or clock.now()
    page = members(
        actor=actor, item=item, area_code=area_code, part=part, after=after, on=clock.legal_day(at)
    )
    audit.record(
        actor, audit_codes.MEMBERS_SEEN, kind="service-item", id=item.pk, area_code=area_code,
        label=item.name, after={"shown": len(page.lines), "part": part}, at=at,
    )  # fmt: skip
    return page


def _answers(actor: Actor, elder_id: int, area_code: str, on: date) -> Answers | None:
    release = release_in_force(actor=actor, area_code=area_code, kind=ListKind.SERVICES, on=on)
    row = facts.person(elder_id, on) if release else None
    return answers_for(release, row, on) if release and row else None

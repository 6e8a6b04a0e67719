"""The wish register: wishes for a place in a home, offers, moving in. The register's own field follows the wish."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.city.organisations.selectors import unit
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import audit, clock, pii
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.catalogue import audit_codes, policy, rights
from sangyu.people.catalogue.models import Wish
from sangyu.people.catalogue.models.columns import who
from sangyu.people.catalogue.selectors.members import due
from sangyu.people.catalogue.types import WishSource, WishState
from sangyu.people.registry.selectors.elders import elder_detail
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.types import Evidence, Source

OPEN = (WishState.WAITING, WishState.OFFERED)
SOURCES = {
    WishSource.ELDER: Source.SELF_REPORT,
    WishSource.FAMILY: Source.FAMILY_REPORT,
    WishSource.VISIT: Source.COMMUNITY_VISIT,
}


@transaction.atomic
def wish_record(
    *,
    actor: Actor,
    elder_id: int,
    wished_on: date,
    source: str,
    note: str = "",
    at: datetime | None = None,
) -> Wish:
    """Record that somebody wishes for a place, and tell the register of it (by its own rules of change)."""
    detail = elder_detail(actor=actor, elder_id=elder_id)
    require(actor, rights.WAIT_EDIT)
    at = at or clock.now()
    if wished_on > clock.legal_day(at):
        raise DomainError(
            "wish-in-future", _("This day has not come yet."), field="wished_on",
            remedy=_("Give the day on which the wish was told."),
        )  # fmt: skip
    if Wish.objects.filter(elder_id=elder_id, state__in=OPEN).exists():
        raise Conflict(
            "wish-open", _("This person's wish is on the register already."),
            remedy=_("Go on with that one."),
        )  # fmt: skip
    wish = Wish.objects.create(
        elder_id=elder_id, wished_on=wished_on, source=source, note=note, recorded_at=at,
        recorded_by=who(actor),
    )  # fmt: skip
    if detail.values["wants_home"] != "yes" and source in SOURCES:
        evidence = Evidence(SOURCES[WishSource(source)], wished_on, note or _("Wish register"))
        elder_change(
            actor=actor, elder_id=elder_id, version=None, values={"wants_home": "yes"}, evidence=evidence
        )  # fmt: skip
    _record(actor, audit_codes.WISH_RECORDED, wish, at, wished_on=wished_on, source=source)
    return wish


@transaction.atomic
def wishes_find(*, actor: Actor, at: datetime | None = None) -> int:
    """Put on the wish register whom the register of elders says to wish it, in the actor's area; returns the number."""
    require(actor, rights.WAIT_EDIT)
    at = at or clock.now()
    today = clock.legal_day(at)
    known = set(
        Wish.objects.visible_to(actor).filter(state__in=OPEN).values_list("elder_id", flat=True)
    )
    known |= set(
        Wish.objects.visible_to(actor)
        .filter(state=WishState.PLACED)
        .values_list("elder_id", flat=True)
    )
    rule = policy.due_policy(today)
    asked = f"({rule.place}) AND support_form <> 'centralised'"
    found = [one for one, _household in due(asked, actor.area_code, today) if one not in known]
    Wish.objects.bulk_create(
        Wish(elder_id=one, wished_on=today, source=WishSource.REGISTER, recorded_at=at, recorded_by=who(actor))
        for one in found
    )  # fmt: skip
    audit.record(
        actor, audit_codes.WAITING_FOUND, kind="area", id=actor.area_code, area_code=actor.area_code,
        label=_("the wish register"), after={"new": len(found)}, clause=rule.place_clause, at=at,
    )  # fmt: skip
    return len(found)


@transaction.atomic
def wish_offer(
    *, actor: Actor, wish_id: int, home_id: int, offered_on: date, at: datetime | None = None
) -> Wish:
    """Offer a place in a home."""
    wish = _for_change(actor, wish_id, rights.WAIT_DECIDE, WishState.WAITING)
    home = unit(home_id)
    if home.kind != OrganisationKind.HOME or home.area_code[:6] != wish.elder.area_code[:6]:
        raise DomainError(
            "not-a-home", _("This is not a home of the person's county."), field="home_id",
            remedy=_("Choose one from the list."),
        )  # fmt: skip
    if offered_on < wish.wished_on:
        raise DomainError(
            "offer-before-wish", _("The offer would lie before the wish."), field="offered_on",
            remedy=_("Choose a day from %(day)s on.") % {"day": wish.wished_on.isoformat()},
        )  # fmt: skip
    wish.state, wish.home_id = str(WishState.OFFERED), home_id
    wish.offered_on, wish.offers = offered_on, wish.offers + 1
    wish.save()
    _record(actor, audit_codes.WISH_OFFERED, wish, at, home=home.name, offered_on=offered_on)
    return wish


@transaction.atomic
def wish_decline(*, actor: Actor, wish_id: int, note: str, at: datetime | None = None) -> Wish:
    """The offered place was declined: the wish waits on, with its old day."""
    wish = _for_change(actor, wish_id, rights.WAIT_EDIT, WishState.OFFERED)
    wish.state, wish.home_id, wish.offered_on = str(WishState.WAITING), None, None
    wish.note = note[:300]
    wish.save()
    _record(actor, audit_codes.WISH_DECLINED, wish, at, note=note)
    return wish


@transaction.atomic
def wish_place(*, actor: Actor, wish_id: int, placed_on: date, at: datetime | None = None) -> Wish:
    """Somebody moved in. The register is told that the person is now supported in a home."""
    wish = _for_change(actor, wish_id, rights.WAIT_EDIT, WishState.OFFERED)
    if wish.offered_on and placed_on < wish.offered_on:
        raise DomainError(
            "placed-before-offer", _("The day lies before the offer."), field="placed_on",
            remedy=_("Choose a day from %(day)s on.") % {"day": wish.offered_on.isoformat()},
        )  # fmt: skip
    values = {"living": "institution"}
    if wish.elder.support_form == "scattered":
        values["support_form"] = "centralised"
    _tell(actor, wish, values, placed_on, _("Moved into a home: wish register"))
    wish.state, wish.placed_on, wish.closed_on = str(WishState.PLACED), placed_on, placed_on
    wish.save()
    _record(actor, audit_codes.WISH_PLACED, wish, at, placed_on=placed_on)
    return wish


@transaction.atomic
def wish_withdraw(*, actor: Actor, wish_id: int, note: str, at: datetime | None = None) -> Wish:
    """The wish was taken back; the register is told."""
    wish = _for_change(actor, wish_id, rights.WAIT_EDIT, *OPEN)
    at = at or clock.now()
    today = clock.legal_day(at)
    _tell(actor, wish, {"wants_home": "no"}, today, note)
    wish.state, wish.closed_on, wish.note = str(WishState.WITHDRAWN), today, note[:300]
    wish.save()
    _record(actor, audit_codes.WISH_WITHDRAWN, wish, at, note=note)
    return wish


def _for_change(actor: Actor, wish_id: int, right: str, *allowed: str) -> Wish:
    rows = Wish.objects.select_for_update(of=("self",)).select_related("elder")
    wish: Wish = load(rows, actor, right, pk=wish_id)
    if wish.state not in allowed:
        raise Conflict(
            "wish-moved-on", _("The wish no longer stands where this step begins."),
            remedy=_("Look at it again."),
        )  # fmt: skip
    return wish


def _tell(actor: Actor, wish: Wish, values: dict[str, str], on: date, proof: str) -> None:
    """Bring the register in step, as civil affairs says; what it holds already stays untouched."""
    changed = {name: value for name, value in values.items() if getattr(wish.elder, name) != value}
    if changed:
        evidence = Evidence(Source.CIVIL_AFFAIRS, on, proof)
        elder_change(
            actor=actor, elder_id=wish.elder_id, version=None, values=changed, evidence=evidence
        )


def _record(actor: Actor, code: str, wish: Wish, at: datetime | None, **after: Any) -> None:
    audit.record(
        actor, code, kind="wish", id=wish.pk, area_code=wish.elder.area_code,
        label=pii.mask_name(wish.elder.name), after=after, at=at,
    )  # fmt: skip

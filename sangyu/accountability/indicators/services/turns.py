"""Telling whoever answers for a target that it turned orange or red: once for each change, after the nightly count."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators import rights
from sangyu.accountability.indicators.choices import Colour
from sangyu.accountability.indicators.models import Target, TargetTurn
from sangyu.accountability.indicators.rules.turns import is_told
from sangyu.accountability.indicators.selectors.targets import Held, targets_all
from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import notices
from sangyu.city.duties.services import notice_send
from sangyu.city.organisations.selectors import units_in
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import audit, clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor

TURNED = {
    Colour.ORANGE: notices.register(
        "indicators.target.orange", _("Far behind: %(target)s (%(area)s)")
    ),
    Colour.RED: notices.register("indicators.target.red", _("Missed: %(target)s (%(area)s)")),
}


@transaction.atomic
def turns_tell(*, actor: Actor, on: date, at: datetime | None = None) -> int:
    """Keep every change of colour as of a day, and tell of those that turned orange or red; how many were told.

    Asked again for the same day, or for an earlier one, nobody is told twice.
    """
    require(actor, rights.INDICATOR_REFRESH)
    at = at or clock.now()
    held = targets_all(actor=actor, on=on)
    last: dict[int, TargetTurn] = {}
    for turn in TargetTurn.objects.filter(target__in=[h.target for h in held]).order_by("on"):
        last[turn.target_id] = turn
    told = 0
    for one in held:
        known, colour = last.get(one.target.pk), str(one.state.colour.value)
        if known is not None and (known.after == colour or known.on >= on):
            continue
        told += _turn(actor, one, known.after if known else "", colour, on, at)
    if told:
        audit.record(
            actor, "indicators.turns.told", kind="indicators", id=on.isoformat(), at=at, label=on.isoformat(),
            after={"targets": told},
        )  # fmt: skip
    return told


def _turn(  # what one change needs
    actor: Actor, held: Held, before: str, after: str, on: date, at: datetime
) -> int:
    units = _owners(held.target) if is_told(before, after) else []
    TargetTurn.objects.create(
        target=held.target, on=on, before=before, after=after, is_told=bool(units)
    )
    for unit in units:
        notice_send(
            actor=actor, code=TURNED[Colour(after)], organisation_id=unit, at=at,
            words={"target": held.target.wording["zh"], "area": area_name(held.target.area_code).name},
            link=f"{reverse('targets:detail', args=[held.target.pk])}?on={on.isoformat()}",
        )  # fmt: skip
    return int(bool(units))


def _owners(target: Target) -> list[int]:
    """The unit that adopted it; of one set for a town, the town; else the governments of its area."""
    if target.parent_id is None and target.owner_id is not None:
        return [target.owner_id]
    is_town = len(target.area_code) >= 9
    kind = OrganisationKind.TOWN if is_town else OrganisationKind.GOVERNMENT
    units = units_in(area_code=target.area_code, kind=kind)
    return [unit.id for unit in units if unit.area_code == target.area_code]

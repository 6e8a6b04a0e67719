"""Reads of units and posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q

from sangyu.city.organisations.matching import Register, unit_ref
from sangyu.city.organisations.models import Account, Membership, Organisation
from sangyu.city.organisations.types import Role, UnitMatch, UnitRef
from sangyu.kernel import clock
from sangyu.kernel.access import rights_of
from sangyu.kernel.actors import Actor, ActorKind

SubjectProvider = Callable[[int], frozenset[int]]
_subject_providers: dict[str, SubjectProvider] = {}


def register_subject_provider(role: str, provider: SubjectProvider) -> None:
    """A room above says which persons an account of this role is bound to (a family member's own elders)."""
    _subject_providers[role] = provider


def membership_list(*, account: Account) -> list[Membership]:
    """The account's posts of today, oldest first."""
    today = clock.today()
    return list(
        Membership.objects.filter(account=account, started_on__lte=today)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))
        .select_related("organisation")
    )


def actor_of(membership: Membership, *, request_id: str = "") -> Actor:
    """The actor that a membership makes of its account."""
    provider = _subject_providers.get(membership.role)
    fields = {"request_id": request_id} if request_id else {}
    return Actor(
        kind=ActorKind.ACCOUNT,
        label=membership.account.name,
        account_id=membership.account_id,
        membership_id=membership.pk,
        organisation_id=membership.organisation_id,
        organisation_name=membership.organisation.short_name,
        role=membership.role,
        area_code=membership.area_code,
        rights=rights_of(membership.role),
        subject_ids=provider(membership.account_id) if provider else _no_subjects(membership.role),
        **fields,
    )


def _no_subjects(role: str) -> frozenset[int] | None:
    return frozenset() if role == Role.FAMILY else None


def unit(organisation_id: int) -> UnitRef:
    """One unit by its id."""
    return unit_ref(Organisation.objects.get(pk=organisation_id))


def units(ids: list[int]) -> dict[int, UnitRef]:
    """Several units by id."""
    return {row.pk: unit_ref(row) for row in Organisation.objects.filter(pk__in=ids)}


def units_in(*, area_code: str, kind: str) -> list[UnitRef]:
    """The active units of one kind within an area, by area."""
    rows = (
        Organisation.objects.active()
        .filter(area_code__startswith=area_code, kind=kind)
        .order_by("area_code")
    )
    return [unit_ref(row) for row in rows]


def match_unit(printed: str, area_code: str) -> UnitMatch:
    """Today's unit (or units) behind a name as a paper prints it; else the nearest suggestions."""
    return Register.load(area_code).match(printed)


def match_units(printed: Iterable[str], area_code: str) -> dict[str, UnitMatch]:
    """The same for all names of a paper, with one reading of the register."""
    register = Register.load(area_code)
    return {name: register.match(name) for name in printed}

"""Reads of units and posts."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F, Q, QuerySet

from sangyu.city.organisations import rights
from sangyu.city.organisations.matching import GOVERNING, Register, unit_ref
from sangyu.city.organisations.models import (
    Account,
    AuthenticatorApp,
    Membership,
    Organisation,
    PasswordReset,
)
from sangyu.city.organisations.types import ResetState, Role, UnitMatch, UnitRef
from sangyu.kernel import clock
from sangyu.kernel.access import areas_up_from, in_area, load, require, rights_of
from sangyu.kernel.actors import Actor, ActorKind

__all__ = [
    "DemoAccount",
    "Lock",
    "account",
    "account_named",
    "account_seen",
    "accounts_found",
    "accounts_holding",
    "actor_of",
    "colleagues",
    "demo_accounts",
    "governing_units",
    "has_second_factor",
    "is_held",
    "locked_until",
    "locks",
    "match_unit",
    "match_units",
    "membership_list",
    "organisation_get",
    "organisations_found",
    "post_holds",
    "post_seen",
    "posts_in_area",
    "posts_of",
    "register_subject_provider",
    "resets_seen",
    "resets_waiting",
    "secret_of",
    "unit",
    "unit_ref",
    "units",
    "units_in",
    "units_of_area",
    "works_for",
]

SubjectProvider = Callable[[int], frozenset[int]]
_subject_providers: dict[str, SubjectProvider] = {}


def register_subject_provider(role: str, provider: SubjectProvider) -> None:
    """A room above says which persons an account of this role is bound to (a family member's own elders)."""
    _subject_providers[role] = provider


def membership_list(*, account: Account) -> list[Membership]:
    """The account's posts of today, oldest first; through the account, so that each post knows it already."""
    today = clock.today()
    return list(
        account.memberships.filter(started_on__lte=today)
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


def current_posts() -> QuerySet[Membership]:
    """The posts of today, of open accounts."""
    today = clock.today()
    return Membership.objects.filter(started_on__lte=today, account__is_active=True).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    )


def post_seen(*, actor: Actor, membership_id: int) -> Membership:
    """One post of today within the actor's area, with its account; 404 outside."""
    rows = current_posts().select_related("account", "organisation")
    return load(rows, actor, "", pk=membership_id)  # type: ignore[arg-type]  # a scoped queryset


def posts_in_area(*, actor: Actor) -> list[Membership]:
    """The posts of today within the actor's area, by unit and name."""
    rows = (
        current_posts().filter(in_area(actor.area_code)).select_related("account", "organisation")
    )
    return list(rows.order_by("organisation__area_code", "organisation_id", "account__name"))


def post_holds(actor: Actor) -> bool:
    """True if the actor's post is in force today, of an open account, and still gives all that the actor carries."""
    if actor.membership_id is None or actor.account_id is None:
        return False
    rows = current_posts().filter(pk=actor.membership_id, account_id=actor.account_id)
    post = rows.select_related("account", "organisation").first()
    if post is None:
        return False
    now = actor_of(post)
    return (
        (now.role, now.organisation_id) == (actor.role, actor.organisation_id)
        and now.covers(actor.area_code)
        and actor.rights <= now.rights
        and _subjects_hold(actor.subject_ids, now.subject_ids)
    )


def _subjects_hold(then: frozenset[int] | None, now: frozenset[int] | None) -> bool:
    return now is None or (then is not None and then <= now)


def works_for(*, account_id: int, organisation_id: int) -> bool:
    """True if the account has a post in the unit today."""
    return current_posts().filter(account_id=account_id, organisation_id=organisation_id).exists()


def colleagues(organisation_id: int) -> list[tuple[int, str]]:
    """The accounts with a post in a unit: (id, name), by name."""
    rows = current_posts().filter(organisation_id=organisation_id)
    return sorted(
        set(rows.values_list("account_id", "account__name")), key=lambda row: (row[1], row[0])
    )


def accounts_holding(role: str, *, covering: str) -> list[int]:
    """The accounts that hold a role in an area which covers another."""
    rows = current_posts().filter(role=role, area_code__in=areas_up_from(covering))
    return sorted(set(rows.values_list("account_id", flat=True)))


def account(account_id: int) -> Account:
    """One account by its id."""
    return Account.objects.get(pk=account_id)


def account_name(account_id: int) -> str:
    """What an account is called today; "" if there is none."""
    return Account.objects.filter(pk=account_id).values_list("name", flat=True).first() or ""


def unit_name(organisation_id: int) -> str:
    """What a unit is called in short today; "" if there is none."""
    rows = Organisation.objects.filter(pk=organisation_id)
    return rows.values_list("short_name", flat=True).first() or ""


def accounts_found(*, actor: Actor, text: str = "") -> QuerySet[Account]:
    """The accounts an administrator sees, by a part of their name."""
    require(actor, rights.ACCOUNT_VIEW)
    rows = Account.objects.get_queryset().visible_to(actor)
    if text:
        rows = rows.filter(Q(username__contains=text) | Q(name__contains=text))
    return rows


def account_seen(*, actor: Actor, account_id: int) -> Account:
    """One account as an administrator sees it; 404 outside its area."""
    return load(Account.objects.get_queryset(), actor, rights.ACCOUNT_VIEW, pk=account_id)


def is_held(*, actor: Actor, account: Account) -> bool:
    """True if every post of the account that has not ended lies in the actor's area."""
    posts = account.memberships.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=clock.today()))
    return all(map(actor.covers, posts.values_list("area_code", flat=True)))


def posts_of(*, account: Account) -> list[Membership]:
    """All posts of an account, the present ones first."""
    rows = Membership.objects.filter(account=account).select_related("organisation")
    return list(rows.order_by(F("ended_on").desc(nulls_first=True), "-started_on", "-pk"))


def organisations_found(*, actor: Actor, text: str = "", kind: str = "") -> QuerySet[Organisation]:
    """The units of the actor's city, by a part of their name and by kind; closed ones too."""
    require(actor, rights.ORGANISATION_VIEW)
    rows = Organisation.objects.filter(area_code__startswith=actor.area_code[:6])
    if text:
        rows = rows.filter(
            Q(name__contains=text) | Q(short_name__contains=text) | Q(aliases__name=text)
        ).distinct()
    return rows.filter(kind=kind) if kind else rows


def organisation_get(organisation_id: int) -> Organisation:
    """A unit's row, for the services that write about it."""
    return Organisation.objects.get(pk=organisation_id)


DEMO_PREFIX = "demo-"


@dataclass(frozen=True)
class DemoAccount:
    """One button of the demonstration's sign-in page. `city`: the code of the area whose director is over it."""

    account_id: int
    username: str
    role: Role
    name: str
    organisation: str
    city: str


def demo_accounts() -> list[DemoAccount]:
    """Of each city the first account of each role whose name begins with "demo-", in the order of the roles."""
    rows = list(
        current_posts()
        .filter(account__username__startswith=DEMO_PREFIX)
        .select_related("account", "organisation")
        .order_by("pk")
    )
    cities = list(dict.fromkeys(row.area_code for row in rows if row.role == Role.DIRECTOR))
    first: dict[tuple[str, str], DemoAccount] = {}
    for row in rows:
        city = next((code for code in cities if row.area_code.startswith(code)), "")
        first.setdefault(
            (city, row.role),
            DemoAccount(
                row.account_id, row.account.username, Role(row.role), row.account.name,
                row.organisation.short_name, city,
            ),
        )  # fmt: skip
    order = list(Role)
    return sorted(
        first.values(),
        key=lambda one: (cities.index(one.city) if one.city else -1, order.index(one.role)),
    )


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


def governing_units(area_code: str) -> list[UnitRef]:
    """The active governments, departments, offices and towns within an area: those a duty can be given to."""
    rows = Organisation.objects.active().filter(area_code__startswith=area_code, kind__in=GOVERNING)
    return [unit_ref(row) for row in rows.order_by("area_code", "pk")]


def match_unit(printed: str, area_code: str) -> UnitMatch:
    """Today's unit (or units) behind a name as a paper prints it; else the nearest suggestions."""
    return Register.load(area_code).match(printed)


def match_units(printed: Iterable[str], area_code: str) -> dict[str, UnitMatch]:
    """The same for all names of a paper, with one reading of the register."""
    register = Register.load(area_code)
    return {name: register.match(name) for name in printed}


def has_second_factor(account: Account) -> bool:
    """True once an app has been confirmed."""
    return bool(AuthenticatorApp.objects.filter(user=account, confirmed=True).exists())


def secret_of(device: AuthenticatorApp) -> str:
    """The secret of an app being set up, in groups of four, for those who cannot scan."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def resets_seen(*, actor: Actor) -> QuerySet[PasswordReset]:
    """The requests for privileged accounts' new passwords in the actor's area, newest first."""
    require(actor, rights.ACCOUNT_VIEW)
    rows = PasswordReset.objects.visible_to(actor).select_related(
        "account", "asked_by", "decided_by"
    )
    return rows.order_by("-pk")


def resets_waiting(actor: Actor) -> int:
    """How many requests this actor can decide now (the badge of the navigation)."""
    if not actor.may(rights.PASSWORD_APPROVE):
        return 0
    rows = PasswordReset.objects.visible_to(actor).filter(
        state=ResetState.WAITING, expires_at__gt=clock.now()
    )
    return rows.exclude(asked_by=actor.account_id).exclude(account=actor.account_id).count()


@dataclass(frozen=True)
class Lock:
    """An account that is locked now."""

    account: Account
    until: datetime


def locks() -> list[Lock]:
    """The accounts that are locked now, the longest first."""
    rows = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=clock.now() - settings.AXES_COOLOFF_TIME,
    )
    until: dict[str, datetime] = {}
    for name, at in rows.values_list("username", "attempt_time"):
        until[name] = max(until.get(name, at), at)
    found = Account.objects.filter(username__in=until)
    pairs = [Lock(row, _local(until[row.username] + settings.AXES_COOLOFF_TIME)) for row in found]
    return sorted(pairs, key=lambda lock: lock.until, reverse=True)


def locked_until(username: str) -> datetime | None:
    """When the account can be tried again, in Shanghai; None if it is not locked (or not there)."""
    attempt = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    return _local(attempt.attempt_time + settings.AXES_COOLOFF_TIME) if attempt else None


def _local(at: datetime) -> datetime:
    return at.astimezone(clock.SHANGHAI)


def units_of_area(area_code: str) -> list[UnitRef]:
    """Every active unit within an area, for choosing one."""
    rows = Organisation.objects.active().filter(in_area(area_code)).order_by("area_code", "id")
    return [unit_ref(row) for row in rows]


def account_named(username: str) -> Account | None:
    """The account that signs in under this name."""
    return Account.objects.filter(username=username).first()

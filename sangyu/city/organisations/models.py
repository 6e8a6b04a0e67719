"""Units, accounts and memberships."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.devices import AuthenticatorApp, BackupCode, BackupCodes
from sangyu.city.organisations.types import AliasKind, OrganisationKind, ResetState, Role
from sangyu.kernel import pii
from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor

__all__ = [
    "Account",
    "AccountSession",
    "AuthenticatorApp",
    "BackupCode",
    "BackupCodes",
    "Membership",
    "Organisation",
    "OrganisationAlias",
    "PasswordReset",
]


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Units. The register of units is no secret: every signed-in account sees all of its city's."""

    def active(self) -> OrganisationQuerySet:
        """The units that exist today."""
        return self.filter(closed_on__isnull=True)


class Organisation(models.Model):
    """A unit: a department, a town, a home, an agency."""

    name = models.CharField(_("full name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind.choices)
    area_code = models.CharField(_("area"), max_length=12)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    opened_on = models.DateField(_("set up on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    objects: Any = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("area_code", "name")
        indexes = [models.Index(fields=("area_code", "kind"), name="organisation_area_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=("area_code", "name"),
                condition=Q(closed_on__isnull=True),
                name="organisation_name_once",
            ),
            models.UniqueConstraint(
                fields=("uscc",),
                condition=~Q(uscc="") & Q(closed_on__isnull=True),
                name="organisation_uscc_once",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="organisation_successor_other",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class OrganisationAlias(models.Model):
    """Another name of a unit, or an old name of which it is a successor; a `group` name (各镇人民政府) stands for all
    units of a kind in the area. One old name may have several successors (物价局)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    name = models.CharField(_("name"), max_length=120)
    area_code = models.CharField(_("area"), max_length=12)
    how = models.CharField(
        _("how"), max_length=10, choices=AliasKind.choices, default=AliasKind.ALIAS
    )
    group_kind = models.CharField(
        _("stands for all of"), max_length=12, blank=True, choices=OrganisationKind.choices
    )
    since = models.DateField(_("since"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("area_code", "name", "organisation"),
                nulls_distinct=False,
                name="organisation_alias_once",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, group_kind="")
                | (Q(organisation__isnull=True, how=AliasKind.GROUP) & ~Q(group_kind="")),
                name="organisation_alias_one_or_group",
            ),
            models.CheckConstraint(
                condition=Q(how__in=AliasKind.values), name="organisation_alias_how_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccountQuerySet(ScopedQuerySet["Account"]):
    """Accounts: an administrator sees those with a post in its area, and those that have no post anywhere yet.

    To see is not to hold: what changes the account as a whole (its password, its second factor, closing it) reaches
    every post it has, so that needs all of them (`services.accounts.account_held`). A post alone is its area's.
    """

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system and not actor.area_code:
            return self.all()
        posts = Membership.objects.filter(account=OuterRef("pk"))
        return self.filter(Exists(posts.filter(in_area(actor.area_code))) | ~Exists(posts))


class AccountManager(BaseUserManager["Account"]):
    """Creates accounts; only services call it."""

    def get_queryset(self) -> AccountQuerySet:
        """Scoped rows."""
        return AccountQuerySet(self.model, using=self._db)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """A new account; without a password it cannot sign in until one is set."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.full_clean(exclude=["password"])
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):  # type: ignore[django-manager-missing]  # django-otp is untyped
    """A person who may sign in. What they may do comes from their memberships alone."""

    username = models.CharField(_("account name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(_("open"), default=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, blank=True)
    must_change_password = models.BooleanField(_("must change password"), default=False)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    """Posts, by the area they are for."""


class Membership(models.Model):
    """A post: this account works for this unit in this role, within this area."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    area_code = models.CharField(_("area"), max_length=12)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects: Any = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("started_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("account", "organisation", "role"),
                condition=Q(ended_on__isnull=True),
                name="membership_once",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.organisation_id}"


class AccountSession(AbstractBaseSession):
    """A session of the site, and whose it is (nobody's before sign-in). Written by the session engine alone."""

    account = models.ForeignKey(
        Account, models.CASCADE, null=True, related_name="sessions", verbose_name=_("account")
    )

    def __str__(self) -> str:
        return f"{self.account_id} {self.expire_date}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The engine that reads and writes these rows."""
        from sangyu.city.organisations.sessions import SessionStore  # it reads these models

        return SessionStore


HALF_LABEL = "password-half"


class PasswordResetQuerySet(ScopedQuerySet["PasswordReset"]):
    """Requests, by the account they are for."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(account__in=Account.objects.get_queryset().visible_to(actor))


class PasswordReset(models.Model):
    """A new first password for a privileged account, asked for by one administrator and approved by another.

    Each of the two learns one half, so neither can sign in as the account's holder. The first half waits sealed until
    the decision and is wiped by it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="password_resets")
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=ResetState.choices, default=ResetState.WAITING
    )
    first_half = pii.SealedField(label=HALF_LABEL, null=True, editable=False)
    asked_by = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("valid until"))
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects: Any = PasswordResetQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(state=ResetState.WAITING),
                name="password_reset_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ResetState.values), name="password_reset_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ResetState.WAITING, decided_at__isnull=True)
                | (~Q(state=ResetState.WAITING) & Q(decided_at__isnull=False)),
                name="password_reset_decided",
            ),
            models.CheckConstraint(
                condition=Q(state=ResetState.WAITING) | Q(first_half__isnull=True),
                name="password_reset_half_wiped",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(state=ResetState.APPROVED)
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("account"))),
                name="password_reset_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.state}"

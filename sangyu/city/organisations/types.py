"""What leaves the organisations room: roles, kinds, and the reference other rooms keep to a unit."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a membership lets a person do. Roles are not ordered; rights are declared room by room."""

    DIRECTOR = "director", _("Director")
    OFFICER = "officer", _("Department officer")
    TOWN_CLERK = "town_clerk", _("Town clerk")
    COMMUNITY_WORKER = "community_worker", _("Community worker")
    ASSESSOR = "assessor", _("Assessor")
    HOME_OPERATOR = "home_operator", _("Home operator")
    CARER = "carer", _("Carer")
    INSPECTOR = "inspector", _("Inspector")
    HOTLINE = "hotline", _("Hotline staff")
    FAMILY = "family", _("Elder or family")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


PRIVILEGED_ROLES = frozenset(
    {Role.DIRECTOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
)
"""Roles that must sign in with a second factor (等保 level 3: two factors, one of them cryptographic)."""

ADMINISTRATOR_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""The three administrators; no account may hold two of them (三员分立)."""


class OrganisationKind(models.TextChoices):
    """What kind of unit it is."""

    GOVERNMENT = "government", _("People's government")
    DEPARTMENT = "department", _("Department")
    OFFICE = "office", _("Leading group or its office")
    TOWN = "town", _("Town government or street office")
    COMMUNITY = "community", _("Community or village committee")
    HOME = "home", _("Eldercare home")
    AGENCY = "agency", _("Assessment or service agency")
    OTHER = "other", _("Other")


class AliasKind(models.TextChoices):
    """Why a name that is not a unit's own leads to it."""

    ALIAS = "alias", _("Another name")
    SUCCESSOR = "successor", _("Name of a unit it took over from")
    GROUP = "group", _("Name of a group of units")


class ResetState(models.TextChoices):
    """How a request for a privileged account's new password stands."""

    WAITING = "waiting", _("Waits for approval")
    APPROVED = "approved", pgettext_lazy("a request", "Approved")
    REFUSED = "refused", pgettext_lazy("a request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("a request", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("a request", "Expired")


@dataclass(frozen=True)
class UnitRef:
    """A unit as other rooms show and keep it."""

    id: int
    name: str
    short_name: str
    kind: str
    area_code: str


@dataclass(frozen=True)
class UnitMatch:
    """What a printed unit name stands for: today's units (several for "各镇人民政府"), or the nearest suggestions.

    `how`: exact · alias · successor · group · none (then `suggestions` holds the nearest names, best first).
    """

    printed: str
    units: tuple[UnitRef, ...]
    how: str
    suggestions: tuple[UnitRef, ...] = ()

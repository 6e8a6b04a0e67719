"""What leaves the catalogue: the kinds of lists, their states, and an item as other rooms and pages read it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListKind(models.TextChoices):
    """Which of the two lists."""

    SERVICES = "services", _("List of basic services")
    PURCHASE = "purchase", _("Purchase catalogue")


class ReleaseState(models.TextChoices):
    """A draft may be changed; a released list is frozen."""

    DRAFT = "draft", pgettext_lazy("a list", "Draft")
    RELEASED = "released", pgettext_lazy("a list", "Released")


class ServiceForm(models.TextChoices):
    """The three forms of the national list."""

    MATERIAL = "material", _("Material help")
    CARE = "care", pgettext_lazy("form of a service", "Care")
    SOCIAL = "social", _("Visits and concern")


class Availability(models.TextChoices):
    """Whether one can have the service now. What is closed stays on the list with its state (P19)."""

    OPEN = "open", pgettext_lazy("a service", "Open")
    SUSPENDED = "suspended", pgettext_lazy("a service", "Suspended")
    CLOSED = "closed", pgettext_lazy("a service", "No new applications")


class Answer(models.TextChoices):
    """What the list says to one person about one item."""

    YES = "yes", _("In the target group")
    MAYBE = "maybe", _("Perhaps: something is not recorded")
    ASK = "ask", _("The register cannot tell: ask")
    NO = "no", _("Not in the target group")


@dataclass(frozen=True)
class ItemFacts:
    """One item of the list of services, without its row. `floor`: the national item it keeps ("N03"), or ""."""

    code: str
    name: str
    floor: str = ""
    form: str = ServiceForm.MATERIAL
    group: str = ""
    condition: str = ""
    content: str = ""
    standard: str = ""
    amount: Decimal | None = None
    amount_unit: str = ""
    funding: str = ""
    lead_unit: str = ""
    clause: str = ""
    how_to_get: str = ""
    availability: str = Availability.OPEN
    note: str = ""


@dataclass(frozen=True)
class BoughtFacts:
    """One line of the purchase catalogue. `price` in yuan per `unit`; `minutes` the least time of one service."""

    code: str
    name: str
    item_code: str = ""
    unit: str = ""
    price: Decimal | None = None
    minutes: int | None = None
    norm: str = ""
    staff: str = ""
    clause: str = ""
    note: str = ""


WORK_FILES = "home-adaptation"
"""The kind of object that the pictures of works belong to (kernel.attachments)."""


class WishState(models.TextChoices):
    """Where a wish for a place in a home stands."""

    WAITING = "waiting", pgettext_lazy("a wish", "Waiting")
    OFFERED = "offered", pgettext_lazy("a wish", "Place offered")
    PLACED = "placed", pgettext_lazy("a wish", "Moved in")
    WITHDRAWN = "withdrawn", pgettext_lazy("a wish", "Withdrawn")


class WishSource(models.TextChoices):
    """Who told of the wish."""

    ELDER = "elder", _("The elder")
    FAMILY = "family", _("The family")
    VISIT = "visit", _("Visit by the community")
    REGISTER = "register", _("The register")


class WorkState(models.TextChoices):
    """Where the adaptation of a home stands."""

    DUE = "due", pgettext_lazy("works", "Due")
    ORDERED = "ordered", pgettext_lazy("works", "Ordered")
    DONE = "done", pgettext_lazy("works", "Done, to be accepted")
    ACCEPTED = "accepted", pgettext_lazy("works", "Accepted")
    DROPPED = "dropped", pgettext_lazy("works", "Not carried out")

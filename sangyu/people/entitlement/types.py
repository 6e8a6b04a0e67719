"""What leaves this room. Payments stand on `Due`: one month's sum owed to one elder under one programme.

    for due in selectors.dues(actor=actor, month=date(2026, 11, 1)):     # all money owed for a month, by elder
    selectors.dues(actor=actor, month=month, programme="care-voucher")   # vouchers only where named: caps, not money
    selectors.due_history(actor=actor, elder_id=7)                       # every month owed so far to one person
    services.receipts_record(actor=actor, receipts=[Receipt(7, "nantong-advanced-age", date(2026, 11, 15))])

A due is recomputed, never booked: a death reported late takes months away, a fact reported late adds some, so
`paid - recovered = due` is what payments keep true. Amounts are Decimal yuan, months their first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


class Kind(models.TextChoices):
    """What a programme gives."""

    ALLOWANCE = "allowance", _("Allowance in money")
    SUPPORT = "support", _("Support of those in need")
    SUBSIDY = "subsidy", _("Subsidy for a service")
    VOUCHER = "voucher", _("Voucher with a monthly cap")
    SERVICE = "service", _("Service or work in kind")


class Modality(models.TextChoices):
    """How strong the clause's promise is; only 应 can be breached."""

    MUST = "must", pgettext_lazy("modality", "must (应)")
    SUPPORT = "support", pgettext_lazy("modality", "support (支持)")
    ENCOURAGE = "encourage", pgettext_lazy("modality", "encourage (鼓励)")
    EXPLORE = "explore", pgettext_lazy("modality", "explore (探索)")


class Certainty(models.TextChoices):
    """How sure the source of a version is."""

    PAPER = "paper", _("From the paper itself")
    REPORTED = "reported", _("Reported by a secondary source")
    CONFLICT = "conflict", _("Sources contradict each other")
    EXAMPLE = "example", _("An example for the city to configure")


class Verdict(models.TextChoices):
    """What the rules say about one elder and one programme."""

    YES = "yes", _("Entitled")
    MAYBE = "maybe", _("May be entitled")
    NO = "no", _("Not entitled")


class Effect(models.TextChoices):
    """What the overlap rules did to a decision."""

    NONE = "none", _("No overlap")
    EXCLUDED = "excluded", _("Excluded by another programme")
    LOWER = "lower", _("A higher one is given instead")


class State(models.TextChoices):
    """Where an elder stands with a programme: the rules and the payments together."""

    RECEIVING = "receiving", _("Entitled and receiving")
    UNCLAIMED = "unclaimed", _("Entitled and not receiving")
    OVERPAID = "overpaid", _("Receiving and no longer entitled")
    MAYBE = "maybe", _("May be entitled, something is missing")
    OVERLAPPED = "overlapped", _("Another programme is given instead")
    NONE = "none", _("Not entitled")


class BackPay(models.TextChoices):
    """From when a sum is owed."""

    ENTITLEMENT = "entitlement", _("From the day the conditions are met")
    APPLICATION = "application", _("From the month of application")
    NONE = "none", _("From the decision")


class Stop(models.TextChoices):
    """The last month owed when an elder leaves or the conditions are not met any more."""

    SAME_MONTH = "same_month", _("Nothing for the month itself")
    NEXT_MONTH = "next_month", _("Stopped from the following month")


class Answer(models.TextChoices):
    """What the elder or the proxy has said to a programme."""

    OPEN = "open", _("Not asked yet")
    TOLD = "told", _("Told, no answer yet")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")


class Channel(models.TextChoices):
    """How somebody was told."""

    VISIT = "visit", _("Visit at home")
    PHONE = "phone", _("By telephone")
    MESSAGE = "message", _("By message")
    LETTER = "letter", _("By letter")
    OFFICE = "office", _("At the service desk")


@dataclass(frozen=True)
class Due:
    """What is owed to one elder under one programme for one month (`month`: its first day; `amount`: yuan).

    `version_id` is the rule in force that month, `decision_id` the dated decision it follows from (kept for ever, so
    that a payment can always say why). `kind` VOUCHER: the amount is the cap of the month, not money to be sent.
    """

    elder_id: int
    area_code: str
    programme: str
    version_id: int
    month: date
    amount: Decimal
    fund: str
    decision_id: int
    kind: str = Kind.ALLOWANCE


@dataclass(frozen=True)
class Receipt:
    """Money of a programme reached an elder for the first time (`first_paid`), or for the last (`ended`)."""

    elder_id: int
    programme: str
    first_paid: date
    ended: date | None = None

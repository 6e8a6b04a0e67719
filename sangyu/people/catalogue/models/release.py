"""A list and its lines: drafted, released, then frozen (a trigger of the first migration refuses later changes)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor
from sangyu.people.catalogue import types
from sangyu.people.catalogue.models.columns import code_column, known


class ReleaseQuerySet(ScopedQuerySet["Release"]):
    """Lists concern everybody whose area they cover or lie within; they hold no personal data."""

    def visible_to(self, actor: Actor) -> ReleaseQuerySet:
        """Lists of the actor's own area, of areas within it, and of the areas above it."""
        return self.filter(in_area_or_above(actor.area_code))


class Release(models.Model):
    """One edition of a list for one city or county. `content_hash` (SM3) is of its items when they were frozen."""

    kind = code_column(pgettext_lazy("of a list", "kind"), types.ListKind, types.ListKind.SERVICES)
    area_code = models.CharField(_("area"), max_length=6)
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=160)
    number = models.CharField(_("number of the paper"), max_length=80, blank=True)
    starts_on = models.DateField(_("in force from"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_example = models.BooleanField(_("example"), default=False)
    state = code_column(_("state"), types.ReleaseState, types.ReleaseState.DRAFT)
    created_at = models.DateTimeField(_("begun at"))
    created_by = models.CharField(_("begun by"), max_length=180)
    released_at = models.DateTimeField(_("released at"), null=True)
    released_by = models.CharField(_("released by"), max_length=180, blank=True)
    content_hash = models.CharField(_("hash of the content"), max_length=64, blank=True)

    objects: Any = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-id")
        indexes = [
            models.Index(
                fields=("area_code", "kind", "state", "starts_on"), name="release_in_force"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("area_code", "kind", "year", "version"), name="release_version_once"
            ),
            models.UniqueConstraint(
                fields=("area_code", "kind"),
                condition=Q(state=types.ReleaseState.DRAFT),
                name="release_one_draft",
            ),
            models.UniqueConstraint(
                fields=("area_code", "kind", "starts_on"),
                condition=Q(state=types.ReleaseState.RELEASED),
                name="release_one_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^(\d{4}|\d{6})$"), name="release_area_digits"
            ),
            models.CheckConstraint(
                condition=Q(state=types.ReleaseState.DRAFT, released_at__isnull=True)
                | (
                    Q(state=types.ReleaseState.RELEASED, released_at__isnull=False)
                    & ~Q(released_by="")
                    & ~Q(content_hash="")
                ),
                name="release_released_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="release_title_given"),
            known("release", "kind", types.ListKind),
            known("release", "state", types.ReleaseState),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"


class ItemQuerySet(ScopedQuerySet["Item"]):
    """Items of a list: visible where the list is."""

    def visible_to(self, actor: Actor) -> ItemQuerySet:
        """As the list."""
        return self.filter(in_area_or_above(actor.area_code, "release__area_code"))


class BoughtQuerySet(ScopedQuerySet["Bought"]):
    """Lines of a purchase catalogue: visible where it is."""

    def visible_to(self, actor: Actor) -> BoughtQuerySet:
        """As the catalogue."""
        return self.filter(in_area_or_above(actor.area_code, "release__area_code"))


class Item(models.Model):
    """One item of a list of basic services. `condition` is over the dataset `elders`; "" where no register can tell."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(pgettext_lazy("of a line", "code"), max_length=12)
    name = models.CharField(_("service item"), max_length=80)
    floor = models.CharField(_("national item"), max_length=4, blank=True)
    form = code_column(_("form"), types.ServiceForm)
    group = models.CharField(_("target group"), max_length=200)
    condition = models.CharField(_("condition"), max_length=1000, blank=True)
    content = models.CharField(_("content"), max_length=500, blank=True)
    standard = models.CharField(_("standard"), max_length=300, blank=True)
    amount = models.DecimalField(_("amount (yuan)"), max_digits=10, decimal_places=2, null=True)
    amount_unit = models.CharField(_("amount per"), max_length=40, blank=True)
    funding = models.CharField(_("funding"), max_length=120, blank=True)
    lead_unit = models.CharField(_("lead unit"), max_length=120)
    clause = models.CharField(_("clause"), max_length=200)
    how_to_get = models.CharField(_("how to get it"), max_length=300, blank=True)
    availability = code_column(_("availability"), types.Availability, types.Availability.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects: Any = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("release", "position", "id")
        constraints = [
            models.UniqueConstraint(fields=("release", "code"), name="item_code_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code="") & ~Q(group=""), name="item_named"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="item_amount_not_below_zero",
            ),
            known("item", "form", types.ServiceForm),
            known("item", "availability", types.Availability),
        ]

    def __str__(self) -> str:
        return self.name


class Bought(models.Model):
    """One line of a purchase catalogue: what is bought, by which unit, at which price, to which norm."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="bought")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(pgettext_lazy("of a line", "code"), max_length=12)
    name = models.CharField(_("service"), max_length=80)
    item_code = models.CharField(_("service item it belongs to"), max_length=12, blank=True)
    unit = models.CharField(_("unit of counting"), max_length=20)
    price = models.DecimalField(_("price per unit (yuan)"), max_digits=10, decimal_places=2)
    minutes = models.PositiveSmallIntegerField(_("least minutes"), null=True)
    norm = models.CharField(_("service norm"), max_length=500)
    staff = models.CharField(_("who may do it"), max_length=120, blank=True)
    clause = models.CharField(_("clause"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects: Any = BoughtQuerySet.as_manager()

    class Meta:
        ordering = ("release", "position", "id")
        constraints = [
            models.UniqueConstraint(fields=("release", "code"), name="bought_code_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code="") & ~Q(unit="") & ~Q(norm=""),
                name="bought_named",
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="bought_price_above_zero"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupCount(models.Model):
    """How many people of a town belong to an item's target group on a day, and of how many it cannot be told."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="counts")
    area_code = models.CharField(_("town"), max_length=9)
    as_of = models.DateField(_("as of"))
    met = models.PositiveIntegerField(_("in the target group"))
    unknown = models.PositiveIntegerField(_("cannot be told"))

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("item", "area_code"), name="group_count_once"),
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^\d{9}$"), name="group_count_town_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.area_code}: {self.met}"

"""People who wait: for a place in a home (the wish register), and for their home to be adapted."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor
from sangyu.people.catalogue import types
from sangyu.people.catalogue.models.columns import code_column, known


class WishQuerySet(ScopedQuerySet["Wish"]):
    """Visible where the elder is."""

    def visible_to(self, actor: Actor) -> WishQuerySet:
        """Within the elder's area; a family only sees its own."""
        rows = self.filter(in_area(actor.area_code, "elder__area_code"))
        if actor.subject_ids is not None:
            rows = rows.filter(elder_id__in=actor.subject_ids)
        return rows


class Wish(models.Model):
    """One wish for a place in a home, from the day it was told until somebody moved in or took it back."""

    elder = models.ForeignKey("registry.Elder", models.PROTECT, related_name="wishes")
    wished_on = models.DateField(_("wished on"))
    source = code_column(_("who told of it"), types.WishSource)
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = code_column(_("state"), types.WishState, types.WishState.WAITING)
    home = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    offered_on = models.DateField(_("place offered on"), null=True)
    offers = models.PositiveSmallIntegerField(_("offers so far"), default=0)
    placed_on = models.DateField(_("moved in on"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=180)

    objects: Any = WishQuerySet.as_manager()

    class Meta:
        ordering = ("wished_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("elder",),
                condition=Q(state__in=(types.WishState.WAITING, types.WishState.OFFERED)),
                name="wish_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state=types.WishState.OFFERED)
                | Q(home__isnull=False, offered_on__isnull=False),
                name="wish_offer_names_a_home",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=types.WishState.PLACED, placed_on__isnull=False, home__isnull=False
                )
                | (~Q(state=types.WishState.PLACED) & Q(placed_on__isnull=True)),
                name="wish_placed_by_state",
            ),
            models.CheckConstraint(
                condition=Q(placed_on__isnull=True) | Q(placed_on__gte=F("wished_on")),
                name="wish_placed_after_wish",
            ),
            known("wish", "state", types.WishState),
            known("wish", "source", types.WishSource),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.wished_on}"


class WorkQuerySet(ScopedQuerySet["Work"]):
    """Visible where the elder is."""

    def visible_to(self, actor: Actor) -> WorkQuerySet:
        """Within the elder's area; a family only sees its own."""
        rows = self.filter(in_area(actor.area_code, "elder__area_code"))
        if actor.subject_ids is not None:
            rows = rows.filter(elder_id__in=actor.subject_ids)
        return rows


class Work(models.Model):
    """The adaptation of one home: due, ordered, done with pictures before and after, accepted. `cost` in yuan."""

    elder = models.ForeignKey("registry.Elder", models.PROTECT, related_name="adaptations")
    due_since = models.DateField(_("due since"))
    clause = models.CharField(_("clause"), max_length=200)
    state = code_column(_("state"), types.WorkState, types.WorkState.DUE)
    measures = models.CharField(_("measures"), max_length=500, blank=True)
    contractor = models.CharField(_("carried out by"), max_length=120, blank=True)
    cost = models.DecimalField(_("cost (yuan)"), max_digits=10, decimal_places=2, null=True)
    ordered_on = models.DateField(_("ordered on"), null=True)
    finish_by = models.DateField(_("to be finished by"), null=True)
    done_on = models.DateField(_("done on"), null=True)
    before_files = models.UUIDField(_("pictures before"), null=True)
    after_files = models.UUIDField(_("pictures after"), null=True)
    accepted_on = models.DateField(_("accepted on"), null=True)
    accepted_by = models.CharField(_("accepted by"), max_length=180, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects: Any = WorkQuerySet.as_manager()

    class Meta:
        ordering = ("due_since", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("elder",),
                condition=~Q(state=types.WorkState.DROPPED),
                name="work_one_per_home",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(types.WorkState.DUE, types.WorkState.DROPPED))
                | Q(ordered_on__isnull=False, finish_by__isnull=False, before_files__isnull=False),
                name="work_ordered_with_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(types.WorkState.DONE, types.WorkState.ACCEPTED))
                | Q(done_on__isnull=False, after_files__isnull=False),
                name="work_done_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(state=types.WorkState.ACCEPTED, accepted_on__isnull=False)
                | (~Q(state=types.WorkState.ACCEPTED) & Q(accepted_on__isnull=True)),
                name="work_accepted_by_state",
            ),
            known("work", "state", types.WorkState),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.state}"

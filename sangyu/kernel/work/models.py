"""Jobs, their checkpoints, and the timetable."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area_or_of_the_system
from sangyu.kernel.actors import Actor
from sangyu.kernel.work.types import FINAL_STATES, State

LOCK_BASE = 7_305_803_000_000_000_000
"""Advisory lock of a running job: this plus the job's number."""


class JobQuerySet(ScopedQuerySet["Job"]):
    """Jobs are visible to the account that started them, and to who keeps the system of their area."""

    def visible_to(self, actor: Actor) -> Self:
        mine = Q(account_id=actor.account_id, account_id__isnull=False)
        if not actor.may("work.view_all"):
            return self.filter(mine)
        scope = in_area_or_of_the_system(actor)  # nothing narrows the whole country
        return self.filter(mine | scope) if scope else self.all()


class Job(models.Model):
    """One piece of work that somebody, or the clock, started."""

    kind = models.CharField(_("kind"), max_length=100)
    title = models.CharField(_("title"), max_length=200)
    actor = models.JSONField(_("actor"))  # kernel.codec of the Actor, by value
    account_id = models.BigIntegerField(_("account"), null=True)
    area_code = models.CharField(_("area"), max_length=12, default="", blank=True)
    starter = models.CharField(_("started by"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    schedule = models.CharField(_("timetable"), max_length=100, default="", blank=True)
    key = models.CharField(_("key"), max_length=200, default="", blank=True)
    payload = models.JSONField(_("input"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    done = models.BigIntegerField(_("done so far"), default=0)
    total = models.BigIntegerField(_("total"), default=0)
    message = models.CharField(_("present step"), max_length=200, default="", blank=True)
    result = models.JSONField(_("result"), default=dict)
    error = models.TextField(_("reason"), default="", blank=True)
    attempts = models.PositiveSmallIntegerField(_("runs"), default=0)
    created_at = models.DateTimeField(_("started at"))
    started_at = models.DateTimeField(_("running since"), null=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    cancel_asked_at = models.DateTimeField(_("cancelling since"), null=True)
    task_id = models.UUIDField(_("task"), null=True)

    objects: Any = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        default_permissions = ()
        indexes = [
            models.Index(fields=("account_id", "-id"), name="work_job_account"),
            models.Index(
                fields=("state", "id"),
                condition=Q(state__in=("waiting", "running")),
                name="work_job_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "key"), condition=~Q(key=""), name="work_job_key_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="work_job_state"),
            models.CheckConstraint(
                condition=Q(done__gte=0, total__gte=0) & (Q(total=0) | Q(done__lte=F("total"))),
                name="work_job_progress",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL_STATES, finished_at__isnull=False)
                | (~Q(state__in=FINAL_STATES) & Q(finished_at__isnull=True)),
                name="work_job_finished_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES

    @property
    def percent(self) -> int | None:
        """Whole per cent done; None while the total is unknown."""
        return self.done * 100 // self.total if self.total else None


class Checkpoint(models.Model):
    """Where a job goes on from. A row of its own, so that progress can be told while a transaction holds this one."""

    job = models.OneToOneField(Job, models.CASCADE, primary_key=True)
    data = models.JSONField(_("content"))
    saved_at = models.DateTimeField(_("saved"))

    objects: Any = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Schedule(models.Model):
    """One line of the timetable: when it runs next. Claimed by a conditional update of `next_at`."""

    name = models.CharField(_("name"), max_length=100, primary_key=True)
    next_at = models.DateTimeField(_("next run"))
    last_at = models.DateTimeField(_("last run"), null=True)

    objects: Any = models.Manager()

    class Meta:
        ordering = ("name",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

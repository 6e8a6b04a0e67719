"""A paper and what was read in it, until a person confirmed it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.types import DeadlineKind
from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor


class PaperState(models.TextChoices):
    """read → confirmed; a confirmed paper may be corrected and confirmed again."""

    READ = "read", _("To be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")


class PaperQuerySet(ScopedQuerySet["Paper"]):
    """A paper concerns its own area and all areas within."""

    def visible_to(self, actor: Actor) -> PaperQuerySet:
        """Papers of the actor's own area, of areas within it and of the areas above."""
        return self.filter(in_area_or_above(actor.area_code))


class Paper(models.Model):
    """One uploaded file with its canonical text; all spans of its tasks point into that text."""

    title = models.CharField(_("title"), max_length=300)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    area_code = models.CharField(_("area"), max_length=12)
    issuer = models.CharField(_("issuer"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_on = models.DateField(_("effective from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    status = models.CharField(_("status in the paper"), max_length=20, blank=True)
    file = models.FileField(_("file"), upload_to="papers/")
    file_name = models.CharField(_("file name"), max_length=200)
    digest = models.CharField(_("digest of the file (SHA-256)"), max_length=64)
    text = models.TextField(_("text"))
    problems = models.JSONField(_("what could not be read"), default=list, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PaperState.choices, default=PaperState.READ
    )
    starts_on = models.DateField(_("duties from"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.CharField(_("uploaded by"), max_length=120)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=120, blank=True)

    objects: Any = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at",)
        constraints = [
            models.UniqueConstraint(fields=("area_code", "digest"), name="paper_file_once"),
            models.CheckConstraint(
                condition=Q(state=PaperState.READ)
                | Q(
                    state=PaperState.CONFIRMED, confirmed_at__isnull=False, starts_on__isnull=False
                ),
                name="paper_confirmed_with_start",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(valid_until__gte=models.F("effective_on")),
                name="paper_valid_after_effective",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperTaskQuerySet(ScopedQuerySet["PaperTask"]):
    """Tasks read in a paper, seen with it."""

    def visible_to(self, actor: Actor) -> PaperTaskQuerySet:
        """The tasks of every paper the actor sees."""
        return self.filter(paper__in=Paper.objects.visible_to(actor))


class PaperTask(models.Model):
    """One task as it was read and as a person corrected it. A task left out stays here with the reason."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField(_("position"))
    no = models.CharField(_("no."), max_length=20, blank=True)
    part = models.CharField(_("part"), max_length=200, blank=True)
    title = models.TextField(_("task"))
    measure = models.TextField(_("measure"), blank=True)
    lead_printed = models.JSONField(_("lead as printed"), default=list, blank=True)
    support_printed = models.JSONField(_("support as printed"), default=list, blank=True)
    deadline = models.CharField(_("deadline as printed"), max_length=200, blank=True)
    deadline_kind = models.CharField(
        _("kind of deadline"), max_length=12, choices=DeadlineKind.choices
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    method = models.CharField(_("how it is kept"), max_length=20, default="proof")
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    problems = models.JSONField(_("doubts"), default=list, blank=True)
    is_corrected = models.BooleanField(_("corrected by hand"), default=False)
    left_out = models.CharField(_("left out, because"), max_length=200, blank=True)

    objects: Any = PaperTaskQuerySet.as_manager()

    class Meta:
        ordering = ("paper", "position")
        constraints = [
            models.UniqueConstraint(fields=("paper", "position"), name="papertask_position_once"),
            models.CheckConstraint(
                condition=Q(deadline_kind__in=DeadlineKind.values),
                name="papertask_deadline_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__range=(1, 12)), name="papertask_month"
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True) | Q(day__range=(1, 31)), name="papertask_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"


class PaperTaskUnit(models.Model):
    """A unit that a printed name was found to mean, or that a person chose."""

    task = models.ForeignKey(PaperTask, models.CASCADE, related_name="units")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    is_lead = models.BooleanField(_("leads"))
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("task", "organisation", "is_lead"), name="papertaskunit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.organisation_id}"


class OfPaperQuerySet(ScopedQuerySet[Any]):
    """What was read in a paper is seen with the paper."""

    def visible_to(self, actor: Actor) -> OfPaperQuerySet:
        """Of every paper the actor sees."""
        return self.filter(paper__in=Paper.objects.visible_to(actor))


class Modality(models.TextChoices):
    """How strongly a clause binds; only what must be can be breached."""

    MUST = "must", _("Must")
    STRIVE = "strive", _("Strive for")
    SUPPORT = "support", _("Support")
    ENCOURAGE = "encourage", _("Encourage")
    EXPLORE = "explore", _("Explore")


class ClauseKind(models.TextChoices):
    """A numbered clause, a row of a task table, a paper among several in a file, or an annex."""

    CLAUSE = "clause", _("Clause")
    ROW = "row", _("Row of a table")
    PAPER = "paper", _("Paper")
    ANNEX = "annex", _("Annex")


class OfPaper(models.Model):
    """A piece of a paper, at its characters."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="%(class)ss")
    position = models.PositiveIntegerField(_("position"))
    modality = models.CharField(
        _("modality"), max_length=10, choices=Modality.choices, default=Modality.MUST
    )
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()

    objects: Any = OfPaperQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("paper", "position")
        constraints = [
            models.UniqueConstraint(fields=("paper", "position"), name="%(class)s_position_once"),
            models.CheckConstraint(
                condition=Q(span_end__gte=models.F("span_start")), name="%(class)s_span"
            ),
            models.CheckConstraint(
                condition=Q(modality__in=Modality.values), name="%(class)s_modality_known"
            ),
        ]


class PaperClause(OfPaper):
    """A clause, verbatim and in its normalised reading. `depth` 0 stands outermost; `proposals`: garbled words."""

    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    no = models.CharField(_("no."), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ClauseKind.choices)
    heading = models.TextField(_("heading"), blank=True)
    text = models.TextField(_("text"))
    reading = models.TextField(_("normalised reading"))
    proposals = models.JSONField(_("words that seem garbled"), default=list, blank=True)

    class Meta(OfPaper.Meta):
        constraints = [
            *OfPaper.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=ClauseKind.values), name="paperclause_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.heading}"


class Comparison(models.TextChoices):
    """How a value is compared."""

    AT_LEAST = ">=", _("at least")
    AT_MOST = "<=", _("at most")
    EQUAL = "=", _("exactly")
    ABOVE = ">", _("more than")
    BELOW = "<", _("less than")


class PaperSaying(OfPaper):
    """A target or a rule as it was read and as a person corrected it; what is left out stays with the reason."""

    clause_no = models.CharField(_("clause"), max_length=60, blank=True)
    part = models.CharField(_("part"), max_length=200, blank=True)
    operator = models.CharField(_("comparison"), max_length=2, choices=Comparison.choices)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    unit = models.CharField(_("unit of measure"), max_length=20)
    printed = models.TextField(_("as printed"))
    is_corrected = models.BooleanField(_("corrected by hand"), default=False)
    left_out = models.CharField(_("left out, because"), max_length=200, blank=True)

    class Meta(OfPaper.Meta):
        abstract = True
        constraints = [
            *OfPaper.Meta.constraints,
            models.CheckConstraint(
                condition=Q(operator__in=Comparison.values), name="%(class)s_operator_known"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="%(class)s_value_not_negative"),
        ]


class PaperTarget(PaperSaying):
    """A quantified aim. `steps`: its trajectory as [value, day], where it has several."""

    indicator = models.TextField(_("indicator"))
    scope = models.CharField(_("scope"), max_length=40, blank=True)
    qualifier = models.CharField(_("of whom"), max_length=60, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    steps = models.JSONField(_("trajectory"), default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.indicator} {self.operator} {self.value} {self.unit}"


class PaperRule(PaperSaying):
    """A rule or a clock, as a proposal."""

    class Kind(models.TextChoices):
        """What the rule bounds."""

        WITHIN = "within", _("Within a time")
        EVERY = "every", _("Rhythm")
        KEEP = "keep", _("Kept for a time")
        THRESHOLD = "threshold", _("Threshold")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    subject = models.TextField(_("about"), blank=True)

    def __str__(self) -> str:
        return self.printed

"""Who sees what hangs on a plan: whoever sees the plan."""

from __future__ import annotations

from typing import Self

from sangyu.accountability.plans.models.plan import Plan
from sangyu.kernel.access import Row, ScopedQuerySet
from sangyu.kernel.actors import Actor


class OfPlanQuerySet(ScopedQuerySet[Row]):
    """Rows of a plan. They hold the work of offices and no personal data of residents."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of every plan the actor sees."""
        return self.filter(plan__in=Plan.objects.visible_to(actor))


class OfTaskQuerySet(ScopedQuerySet[Row]):
    """Rows of a task."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the tasks of every plan the actor sees."""
        return self.filter(task__plan__in=Plan.objects.visible_to(actor))


class OfStageQuerySet(ScopedQuerySet[Row]):
    """Rows of a stage."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the stages of every plan the actor sees."""
        return self.filter(stage__plan__in=Plan.objects.visible_to(actor))


class OfMeetingQuerySet(ScopedQuerySet[Row]):
    """Rows of a meeting."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the meetings of every plan the actor sees."""
        return self.filter(meeting__plan__in=Plan.objects.visible_to(actor))


UNIT = "organisations.Organisation"
"""The table of units, which belongs to another room."""

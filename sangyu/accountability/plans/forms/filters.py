"""The filter of a plan's tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.selectors import TaskLine
from sangyu.accountability.plans.types import TaskStanding


class TaskFilter(forms.Form):
    """By words, unit and state; a plan has a few dozen tasks, so this happens in memory."""

    q = forms.CharField(label=_("Words"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *TaskStanding.choices]
    )

    def __init__(self, lines: list[TaskLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted({name for line in lines for name in (*line.lead, *line.support)})
        self.fields["unit"].choices = [("", _("All")), *((name, name) for name in names)]  # type: ignore[attr-defined]  # a choice field

    def applied(self, lines: list[TaskLine]) -> list[TaskLine]:
        """The tasks that match; an address with nonsense in it shows everything."""
        if not self.is_valid():
            return lines
        words, unit, state = (self.cleaned_data[name] for name in ("q", "unit", "state"))
        return [
            line
            for line in lines
            if (not words or words in f"{line.task.no} {line.task.title} {line.task.measure}")
            and (not unit or unit in (*line.lead, *line.support))
            and (not state or line.standing == state)
        ]

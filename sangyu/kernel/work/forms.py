"""The filter above the list of jobs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.work.types import State


class JobFilter(forms.Form):
    """State, and whether the clock's own jobs are shown."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *State.choices], required=False
    )
    timetable = forms.BooleanField(label=_("Also what the timetable started"), required=False)

    def chosen(self) -> dict[str, Any]:
        """The selector's arguments; a filter that does not parse filters nothing."""
        if not self.is_valid():
            return {}
        return {
            "state": self.cleaned_data["state"],
            "with_timetable": self.cleaned_data["timetable"],
        }

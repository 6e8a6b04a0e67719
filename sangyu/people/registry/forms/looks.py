"""Seeing a number in full, and choosing a day to look back at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock
from sangyu.people.registry.forms.parts import PurposeForm, day_field
from sangyu.people.registry.pages import words
from sangyu.people.registry.selectors.elders import ElderDetail


class ShowForm(PurposeForm):
    """Which numbers, and for what."""

    fields_shown = forms.MultipleChoiceField(
        label=_("Show in full"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("fields_shown", "purpose", "details")

    def __init__(self, *args: Any, detail: ElderDetail, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [name for name in ("id", "phone", "bank") if detail.masked[name]]
        field: Any = self.fields["fields_shown"]
        field.choices = [(name, words.label(name)) for name in there]
        field.initial = there[:1]


class DayForm(forms.Form):
    """A day in the past."""

    on = day_field(_("As it was on"))

    def clean_on(self) -> Any:
        """A day that has been."""
        on = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError(_("This day lies in the future."))
        return on

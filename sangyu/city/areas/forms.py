"""The forms of the areas' figures."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.types import Indicator, Sureness


class FigureForm(forms.Form):
    """One figure with its source; the same indicator and day again corrects it."""

    indicator = forms.ChoiceField(label=_("Indicator"), choices=Indicator.choices)
    as_of = forms.DateField(
        label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    value = forms.DecimalField(label=_("Figure"), max_digits=20, decimal_places=4)
    sureness = forms.ChoiceField(label=_("How sure"), choices=Sureness.choices)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("The publication, with its year.")
    )


class FiguresFile(forms.Form):
    """A file of figures."""

    file = forms.FileField(label=_("File"))

"""Fields that many forms of the room use: a unit, a day, some lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import UnitRef

Text = Any
"""A text, or one that is translated when it is shown (the stubs of Django have no name for it)."""


def day(label: Text, *, required: bool = True, help_text: Text = "") -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def text(
    label: Text, *, rows: int = 3, most: int = 500, required: bool = True, help_text: Text = ""
) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def unit(label: Text, *, required: bool = True, help_text: Text = "") -> forms.TypedChoiceField:
    """A unit; `offer` fills in which."""
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required, help_text=help_text
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Text]]) -> None:
    """Fill the choices of a field, with an empty one in front."""
    form.fields[name].choices = [("", "—"), *choices]  # type: ignore[attr-defined]  # a choice field


def named(units: Iterable[UnitRef]) -> list[tuple[int, str]]:
    """Units as choices."""
    return [(one.id, one.name) for one in units]


class ReasonForm(forms.Form):
    """A step that needs a sentence."""

    reason = text(_("Reason"))

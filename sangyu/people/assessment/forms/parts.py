"""What several forms share."""

from __future__ import annotations

from typing import Any

from django import forms

from sangyu.kernel.errors import DomainError


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def note_field(label: Any, **options: Any) -> forms.CharField:
    """A short text of several lines."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, widget=widget, max_length=300, **options)


def refused(form: forms.Form, error: DomainError) -> None:
    """Show a refusal of a service at its field, or on top of the form."""
    for one in getattr(error, "problems", ()):
        name = one.where.removeprefix("answers.")
        text = f"{one.message} {one.remedy}".strip()
        form.add_error(name if name in form.fields else None, text)
    if not getattr(error, "problems", ()):
        form.add_error(error.field if error.field in form.fields else None, str(error))

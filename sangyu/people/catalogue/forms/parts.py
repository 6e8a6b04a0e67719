"""What several forms of the catalogue share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from sangyu.kernel.errors import DomainError


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def long_field(label: Any, most: int, **options: Any) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, even if that is nothing; None while it is only looked at."""
    return request.POST if request.method == "POST" else None


def refused(form: forms.Form, error: DomainError) -> None:
    """Show a refusal of a service at its field, or on top of the form."""
    problems = getattr(error, "problems", None)
    found = (
        [(one.field, f"{one.message} {one.remedy}".strip()) for one in problems]
        if problems
        else [(error.field, str(error))]
    )
    for name, text in found:
        form.add_error(name if name in form.fields else None, text)

"""What several forms of the catalogue share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict


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

"""What the field, error summary and filter templates need to know of a Django form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils.functional import Promise

from sangyu.kernel.ui.formats import day
from sangyu.kernel.ui.listing import address

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
"""Widgets of several controls: a fieldset with a legend instead of a label."""


def parts(bound: BoundField, label: str = "", accept: str = "") -> dict[str, Any]:
    """The pieces of one field. The ids of hint and error match its aria-describedby."""
    widget = bound.field.widget
    errors = [str(error) for error in bound.errors]
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if errors else []
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {_class(widget)}".strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if errors:
        attrs["aria-invalid"] = "true"
    if accept:
        attrs["accept"] = accept
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": bound.help_text,
        "errors": errors,
        "control": bound.as_widget(attrs=attrs),
        "is_group": isinstance(widget, GROUPS),
        "is_check": isinstance(widget, forms.CheckboxInput),
        "is_hidden": bound.is_hidden,
        "described": " ".join(described),
    }


def _class(widget: forms.Widget) -> str:
    if isinstance(widget, GROUPS):
        return "sy-choices"
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def all_errors(form: BaseForm) -> list[dict[str, str]]:
    """Each error with the id of its field ("" for the form as a whole)."""
    found = [{"target": "", "label": "", "text": str(text)} for text in form.non_field_errors()]
    for bound in form:
        target = (
            f"{bound.auto_id}_0" if isinstance(bound.field.widget, GROUPS) else str(bound.auto_id)
        )
        found += [
            {"target": target, "label": str(bound.label), "text": str(text)}
            for text in bound.errors
        ]
    return found


def chips(form: BaseForm, request: HttpRequest) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it off."""
    if not form.is_bound or not form.is_valid():
        return []
    return [
        {"label": str(bound.label), "text": text, "url": address(request, **{bound.html_name: ""})}
        for bound in form
        if (text := _words(bound, form.cleaned_data.get(bound.name)))
    ]


def _words(bound: BoundField, value: Any) -> str:
    """A cleaned value as the reader knows it; "" where the field filters nothing."""
    if value in (None, "", [], False):
        return ""
    if value is True:
        return "✓"
    choices = dict(_flat(getattr(bound.field, "choices", ())))
    if isinstance(value, list | tuple):
        return "、".join(str(choices.get(str(item), item)) for item in value)
    if hasattr(value, "year"):
        return day(value)
    return str(choices.get(str(value), value))


def _flat(choices: Any) -> list[tuple[str, str | Promise]]:
    found: list[tuple[str, str | Promise]] = []
    for key, label in choices:
        if isinstance(label, list | tuple):
            found += _flat(label)
        else:
            found.append((str(key), label))
    return found

"""The page of all small steps: a title, a form, a service, back to where one came from; rooms lend its template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from sangyu.kernel.access import ActorRequest
from sangyu.kernel.errors import DomainError

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """What the page says: its title, its button, about whom, a word of explanation, where it leads back to."""

    title: Text
    submit: Text
    back: str
    who: str = ""
    note: Text = ""
    tone: str = "primary"
    done: Text = ""


def posted(request: ActorRequest) -> QueryDict | None:
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


def take(  # what every step has
    request: ActorRequest,
    step: Step,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    template: str,
    *,
    refuse: Callable[[Any, DomainError], None] = refused,
) -> HttpResponse:
    """Show the form; do it once it is right; show a refusal at its field."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refuse(form, error)
            status = error.status
        else:
            if step.done:
                messages.success(request, str(step.done))
            return redirect(step.back)
    if status == 200 and form.errors:
        status = 422
    return render(request, template, {"step": step, "form": form}, status=status)

"""One page for every small step: a title, a form, a service, back to where one came from."""

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
    """What the page says, and where it leads back to."""

    title: Text
    submit: Text
    back: str
    note: Text = ""
    tone: str = "primary"
    done: Text = ""


def posted(request: ActorRequest) -> QueryDict | None:
    """What a form is bound to; None while it is only looked at."""
    return request.POST if request.method == "POST" else None


def take(
    request: ActorRequest, step: Step, form: forms.Form, do: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Show the form; do it once it is right; show a refusal at its field."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            at = error.field if error.field in form.fields else None
            form.add_error(at, str(error))
            status = error.status
        else:
            if step.done:
                messages.success(request, str(step.done))
            return redirect(step.back)
    if status == 200 and form.errors:
        status = 422
    return render(request, "payments/act.html", {"step": step, "form": form}, status=status)

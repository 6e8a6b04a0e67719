"""The one page of all small steps: a title, a form, a service, back to where one came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from sangyu.kernel.access import ActorRequest
from sangyu.kernel.errors import DomainError
from sangyu.people.assessment.forms.parts import refused

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


def take(
    request: ActorRequest, step: Step, form: forms.Form, do: Callable[[], object]
) -> HttpResponse:
    """Show the form; do it once it is right; show a refusal at its field."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refused(form, error)
            status = error.status
        else:
            messages.success(request, str(step.done))
            return redirect(step.back)
    if status == 200 and form.errors:
        status = 422
    return render(request, "assessment/act.html", {"step": step, "form": form}, status=status)

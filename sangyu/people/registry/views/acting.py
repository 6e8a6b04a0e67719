"""The one page of all small steps: a title, a form, a service, back to where one came from."""

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
from sangyu.people.registry.forms.parts import refused
from sangyu.people.registry.selectors.elders import ElderDetail, elder_detail
from sangyu.people.registry.services.looking import elder_open

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """What the page says: its title, its button, a word of explanation, where it leads back to."""

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


def seen(request: ActorRequest, elder_id: int) -> ElderDetail:
    """The record whose values a page shows to be judged or changed; who opens it is told by the trail, once."""
    read = elder_detail if request.method == "POST" else elder_open
    return read(actor=request.actor, elder_id=elder_id)


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
            refused(form, error)
            status = error.status
        else:
            if step.done:
                messages.success(request, str(step.done))
            return redirect(step.back)
    context = {"step": step, "form": form}
    if status == 200 and form.errors:
        status = 422
    return render(request, "registry/act.html", context, status=status)

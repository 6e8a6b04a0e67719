"""What the pages of the room share: one step as a form, the tabs of a plan, its crumbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangyu.accountability.plans.models import Plan
from sangyu.kernel.access import ActorRequest
from sangyu.kernel.errors import DomainError

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """One step: what it is called, where it leads back to, what is said when it is done."""

    plan: Plan
    title: Text
    back: str
    done: Text
    lead: Text = ""
    note: Text = ""
    submit: Text = ""
    tone: str = "primary"


def act(
    request: ActorRequest, step: Step, form: Any, run: Callable[[Any], str | None]
) -> HttpResponse:
    """Show the form, or run the step. `run` gives the address to go on to (None: back)."""
    if request.method == "POST" and form.is_valid():
        try:
            target = run(form)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, str(step.done))
            return redirect(target or step.back)
    return render(
        request, "plans/act.html", {"step": step, "form": form}, status=422 if form.errors else 200
    )


def refuse(form: Any, refusal: DomainError) -> None:
    """A refusal of what was entered goes back to its field; any other goes on to the middleware."""
    if refusal.status != DomainError.status:
        raise refusal
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def bound(form: Callable[..., Any], request: ActorRequest, **options: Any) -> Any:
    """The form, filled with what was posted."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **options)
    return form(**options)


def tabs(plan: Plan, current: str) -> list[dict[str, Any]]:
    """The views of a plan."""
    labels = {
        "plans:detail": _("Tasks"), "plans:board": _("Board"), "plans:timeline": _("Timeline"),
        "plans:units": pgettext("of a plan", "Units"), "plans:returns": _("Returns"), "plans:office": _("Supervision"),
        "plans:scores": _("Scores"),
    }  # fmt: skip
    return [
        {"label": label, "url": reverse(name, args=[plan.pk]), "is_current": name == current}
        for name, label in labels.items()
    ]


def framed(plan: Plan, current: str) -> dict[str, Any]:
    """What every view of a plan begins with."""
    return {"plan": plan, "tabs": tabs(plan, current)}

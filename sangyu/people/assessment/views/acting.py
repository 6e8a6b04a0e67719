"""The page of the room's small steps (kernel.ui.acting)."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse

from sangyu.kernel.access import ActorRequest
from sangyu.kernel.ui import acting
from sangyu.kernel.ui.acting import Step, posted
from sangyu.people.assessment.forms.parts import refused

__all__ = ["Step", "posted", "take"]


def take(
    request: ActorRequest, step: Step, form: forms.Form, do: Callable[[], object]
) -> HttpResponse:
    """`acting.take` with this room's page; `do` reads the form by itself."""
    return acting.take(
        request, step, form, lambda _data: do(), "assessment/act.html", refuse=refused
    )

"""The page of the room's small steps (kernel.ui.acting)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse

from sangyu.kernel.access import ActorRequest
from sangyu.kernel.ui import acting
from sangyu.kernel.ui.acting import Step, posted

__all__ = ["Step", "posted", "take"]


def take(
    request: ActorRequest, step: Step, form: forms.Form, do: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """`acting.take` with this room's page."""
    return acting.take(request, step, form, do, "payments/act.html")

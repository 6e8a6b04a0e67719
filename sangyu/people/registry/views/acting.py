"""The page of the room's small steps (kernel.ui.acting), and the record that a step is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse

from sangyu.kernel.access import ActorRequest
from sangyu.kernel.ui import acting
from sangyu.kernel.ui.acting import Step, posted
from sangyu.people.registry.selectors.elders import ElderDetail, elder_detail
from sangyu.people.registry.services.looking import elder_open

__all__ = ["Step", "posted", "seen", "take"]


def seen(request: ActorRequest, elder_id: int) -> ElderDetail:
    """The record whose values a page shows to be judged or changed; who opens it is told by the trail, once."""
    read = elder_detail if request.method == "POST" else elder_open
    return read(actor=request.actor, elder_id=elder_id)


def take(
    request: ActorRequest, step: Step, form: forms.Form, do: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """`acting.take` with this room's page."""
    return acting.take(request, step, form, do, "registry/act.html")

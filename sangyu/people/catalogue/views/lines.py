"""Lines of a draft, one at a time."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui.acting import refused
from sangyu.people.catalogue import rights
from sangyu.people.catalogue.forms.lists import BoughtForm, ItemForm
from sangyu.people.catalogue.forms.parts import posted
from sangyu.people.catalogue.models import Release
from sangyu.people.catalogue.selectors import releases as selectors
from sangyu.people.catalogue.services import lines
from sangyu.people.catalogue.types import ListKind


@needs(rights.LIST_EDIT)
def line_new(request: ActorRequest, pk: int) -> HttpResponse:
    """Add a line."""
    release = selectors.release_get(actor=request.actor, release_id=pk)
    return _edit(request, release, None, {}, _("New line"))


@needs(rights.LIST_EDIT)
def line_edit(request: ActorRequest, pk: int, line_id: int) -> HttpResponse:
    """Change a line."""
    release = selectors.release_get(actor=request.actor, release_id=pk)
    if release.kind == ListKind.PURCHASE:
        line = selectors.bought_get(actor=request.actor, line_id=line_id)
        initial = asdict(selectors.bought_facts(line))
    else:
        item = selectors.item_get(actor=request.actor, item_id=line_id)
        initial = asdict(selectors.item_facts(item))
    return _edit(request, release, line_id, initial, initial["name"])


@needs(rights.LIST_EDIT)
@require_POST
def line_remove(request: ActorRequest, pk: int, line_id: int) -> HttpResponse:
    """Take a line off."""
    lines.line_remove(actor=request.actor, release_id=pk, line_id=line_id)
    messages.success(request, _("The line is taken off the list."))
    return redirect("catalogue:detail", pk)


def _edit(
    request: ActorRequest,
    release: Release,
    line_id: int | None,
    initial: dict[str, Any],
    title: str,
) -> HttpResponse:
    kind = BoughtForm if release.kind == ListKind.PURCHASE else ItemForm
    form: Any = kind(posted(request), initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            lines.line_save(
                actor=request.actor, release_id=release.pk, line_id=line_id, facts=form.facts()
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refused(form, error)
            status = error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("catalogue:detail", release.pk)
    status = 422 if status == 200 and form.errors else status
    context = {"it": release, "form": form, "title": title, "line_id": line_id}
    return render(request, "catalogue/line.html", context, status=status)

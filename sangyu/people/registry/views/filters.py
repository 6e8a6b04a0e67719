"""Saved filters: saved under a name, opened by link, shared within the unit, deleted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, needs
from sangyu.people.registry import rights
from sangyu.people.registry.forms.exports import SaveFilterForm
from sangyu.people.registry.selectors.saved import filter_get
from sangyu.people.registry.services.filters import filter_delete, filter_save
from sangyu.people.registry.views.acting import Step, posted, take


@needs(rights.ELDER_VIEW)
def filter_save_page(request: ActorRequest) -> HttpResponse:
    """Give the filters of the list a name."""
    query = request.GET.urlencode()
    form = SaveFilterForm(posted(request), initial={"query": query})
    back = reverse("registry:elder-list")
    step = Step(
        _("Save this filter"), _("Save"), f"{back}?{query}" if query else back,
        note=_("The same name again replaces the older filter. A searched ID or phone number is never saved."),
        done=_("The filter has been saved."),
    )  # fmt: skip
    return take(request, step, form, lambda data: filter_save(actor=request.actor, **data))


@needs(rights.ELDER_VIEW)
def filter_open(request: ActorRequest, ref: UUID) -> HttpResponse:
    """The list behind a saved filter's link, within the reader's own area."""
    saved = filter_get(actor=request.actor, ref=ref)
    return redirect(f"{reverse('registry:elder-list')}?{saved.query}")


@needs(rights.ELDER_VIEW)
@require_POST
def filter_remove(request: ActorRequest, pk: int) -> HttpResponse:
    """Delete an own filter."""
    filter_delete(actor=request.actor, filter_id=pk)
    messages.success(request, _("The filter has been deleted."))
    return redirect("registry:elder-list")

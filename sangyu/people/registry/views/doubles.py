"""Records that look alike: the list, the comparison, merging, undoing a merge."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.acting import refused
from sangyu.kernel.ui.listing import Column
from sangyu.people.registry import rights
from sangyu.people.registry.forms.doubles import MergeForm
from sangyu.people.registry.models import DuplicatePair, Elder
from sangyu.people.registry.pages import words
from sangyu.people.registry.pages.compare import rows_of
from sangyu.people.registry.selectors import queues
from sangyu.people.registry.selectors.elders import ElderDetail
from sangyu.people.registry.services import duplicates, merges
from sangyu.people.registry.views.acting import posted, seen


def _columns() -> list[Column]:
    return [
        Column("one", _("One record")),
        Column("other", _("The other record")),
        Column("reasons", _("Why they look alike")),
        Column("score", _("Likelihood"), kind="number", is_minor=True),
        Column("act", _("Actions"), kind="actions"),
    ]


@needs(rights.ELDER_MERGE)
def pair_list(request: ActorRequest) -> HttpResponse:
    """Pairs to be decided, the likeliest first; and the latest merges, to be undone."""
    page = listing.build(
        request,
        queues.pairs(actor=request.actor),
        _columns(),
        default="-score",
        list_id="pairs",
        size=25,
    )
    page.rows[:] = [_row(one, request) for one in page.rows]
    context = {"pairs": page, "merges": queues.merge_list(actor=request.actor)}
    return render(request, "registry/pairs.html", context)


@needs(rights.ELDER_MERGE)
@require_POST
def pair_find(request: ActorRequest) -> HttpResponse:
    """Look for pairs anew."""
    number = duplicates.duplicates_find(actor=request.actor)
    messages.success(
        request, ngettext("%(n)s new pair found.", "%(n)s new pairs found.", number) % {"n": number}
    )
    return redirect("registry:pair-list")


@needs(rights.ELDER_MERGE)
def pair_compare(request: ActorRequest, pk: int) -> HttpResponse:
    """Both records side by side; choose which is kept and which values are taken over."""
    pair = queues.pair_get(actor=request.actor, pair_id=pk)
    sides = [_side(request, pair.left), _side(request, pair.right)]
    if None in sides:
        return render(request, "registry/pair_other.html", {"pair": _row(pair, request)})
    left, right = (side for side in sides if side)
    rows = rows_of(left, right)
    form = MergeForm(posted(request), rows=rows, left_id=left.id, right_id=right.id)
    if request.method == "POST" and form.is_valid():
        try:
            merge = merges.elder_merge(actor=request.actor, **form.choice())
        except DomainError as error:
            refused(form, error)
        else:
            messages.success(
                request, _("Merged. It can be undone as long as neither record changes.")
            )
            return redirect("registry:elder-detail", pk=merge.kept_id)
    context = {
        "pair": _row(pair, request), "left": left, "right": right, "form": form, "rows": list(form.lines()),
    }  # fmt: skip
    return render(request, "registry/pair.html", context, status=422 if form.errors else 200)


@needs(rights.ELDER_MERGE)
@require_POST
def pair_distinct(request: ActorRequest, pk: int) -> HttpResponse:
    """Two people after all."""
    duplicates.pair_distinct(actor=request.actor, pair_id=pk)
    messages.success(request, _("Noted as two people; the pair is not shown again."))
    return redirect("registry:pair-list")


@needs(rights.ELDER_MERGE)
@require_POST
def merge_undo(request: ActorRequest, pk: int) -> HttpResponse:
    """Both records as they were."""
    merge = merges.merge_undo(actor=request.actor, merge_id=pk)
    messages.success(request, _("The merge has been undone; both records are back."))
    return redirect("registry:elder-detail", pk=merge.kept_id)


def _side(request: ActorRequest, elder: Elder) -> ElderDetail | None:
    if not request.actor.covers(elder.area_code):
        return None
    return seen(request, elder.pk)


def _row(pair: DuplicatePair, request: ActorRequest) -> dict[str, Any]:
    """A pair as the list shows it. Of a record of another area only the town is told."""
    return {
        "pk": pair.pk,
        "sides": [_told(elder, request) for elder in (pair.left, pair.right)],
        "reasons": [words.REASONS.get(code, code) for code in pair.reasons],
        "score": pair.score,
        "is_ours": all(request.actor.covers(one.area_code) for one in (pair.left, pair.right)),
    }


def _told(elder: Elder, request: ActorRequest) -> dict[str, Any]:
    if not request.actor.covers(elder.area_code):
        return {
            "name": elder.name[:1] + "**",
            "area": area_name(elder.town_code).full_name,
            "url": "",
        }
    return {
        "name": elder.name,
        "born": elder.birth_date,
        "area": area_name(elder.area_code).full_name,
        "url": reverse("registry:elder-detail", args=[elder.pk]),
    }

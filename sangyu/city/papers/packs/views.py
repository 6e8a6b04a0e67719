"""The pages of policy packs: what is shipped, what is in it, load it, bring it up to date."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sangyu.city.papers.packs import selectors, services
from sangyu.city.papers.packs.forms import LoadForm
from sangyu.city.papers.packs.sayings import name_of, shown_changes
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import listing

COLUMNS = [
    listing.Column("title", gettext_lazy("Paper")),
    listing.Column("area", gettext_lazy("Area"), is_minor=True),
    listing.Column("clauses", gettext_lazy("Clauses"), kind="number", is_minor=True),
    listing.Column("tasks", gettext_lazy("Tasks"), kind="number"),
    listing.Column("targets", gettext_lazy("Targets"), kind="number"),
    listing.Column("rules", gettext_lazy("Rules"), kind="number", is_minor=True),
    listing.Column("state", gettext_lazy("State")),
]
PARTS = {
    "tasks": [
        listing.Column("no", gettext_lazy("No.")),
        listing.Column("title", gettext_lazy("Task")),
        listing.Column("lead", gettext_lazy("Leads")),
        listing.Column("support", gettext_lazy("Supports"), is_minor=True),
        listing.Column("deadline", gettext_lazy("Deadline")),
    ],
    "targets": [
        listing.Column("indicator", gettext_lazy("Indicator")),
        listing.Column("denominator", gettext_lazy("Of whom or what"), is_minor=True),
        listing.Column("value", gettext_lazy("Value"), kind="number"),
        listing.Column("due", gettext_lazy("Due"), kind="date"),
        listing.Column("clause", gettext_lazy("Clause")),
    ],
    "rules": [
        listing.Column("subject", gettext_lazy("Rule")),
        listing.Column("value", gettext_lazy("Value"), kind="number"),
        listing.Column("modality", gettext_lazy("Force")),
        listing.Column("clause", gettext_lazy("Clause")),
    ],
    "clauses": [
        listing.Column("item", gettext_lazy("Clause")),
        listing.Column("text", gettext_lazy("Text in our own words")),
        listing.Column("modality", gettext_lazy("Force")),
    ],
}
NAMES = {
    "tasks": gettext_lazy("Tasks"),
    "targets": gettext_lazy("Targets"),
    "rules": gettext_lazy("Rules"),
    "clauses": gettext_lazy("Clauses"),
}


@needs("paper.view")
def pack_list(request: ActorRequest) -> HttpResponseBase:
    """What is shipped, and what of it the area has loaded."""
    lines = selectors.pack_lines(actor=request.actor)
    own = [line for line in lines if line.is_own]
    groups = [
        (title, listing.of(found, COLUMNS, list_id=key))
        for key, title, found in (
            ("own", _("For your area"), own),
            ("others", _("Of other places"), [line for line in lines if line not in own]),
        )
        if found
    ]  # fmt: skip
    return render(request, "papers/packs.html", {"groups": groups})


@needs("paper.view")
def pack_detail(request: ActorRequest, name: str) -> HttpResponseBase:
    """What a pack holds, whether it is loaded, and how it differs from what was loaded."""
    return _page(request, name, LoadForm())


def _page(request: ActorRequest, name: str, form: LoadForm, status: int = 200) -> HttpResponseBase:
    line = selectors.pack_line(actor=request.actor, name=name)
    shown = request.GET.get("show", "tasks")
    shown = shown if shown in PARTS else "tasks"
    rows = getattr(line.pack, shown)
    told = line.differences
    context = {
        "line": line,
        "pack": line.pack,
        "about": line.pack.document,
        "form": form,
        "shown": shown,
        "rows": listing.of(list(rows), PARTS[shown], list_id=shown),
        "tabs": [
            {
                "label": NAMES[part],
                "url": f"?show={part}",
                "is_current": part == shown,
                "count": len(getattr(line.pack, part)),
            }
            for part in PARTS
        ],
        "may_load": request.actor.may("paper.confirm"),
        "unknown": selectors.unknown_units(actor=request.actor, pack=line.pack)
        if line.state == "new"
        else [],
        "changed": [(row, selectors.changes(row, task)) for row, task in told.changed],
        "told": told,
        "sayings_changed": [
            (name_of(row), shown_changes(row, new)) for row, new in told.sayings.changed
        ],
        "sayings_added": [name_of(row) for row in told.sayings.added],
        "sayings_removed": [name_of(row) for row in told.sayings.removed],
    }
    return render(request, "papers/pack.html", context, status=status)


@require_POST
@needs("paper.confirm")
def pack_load(request: ActorRequest, name: str) -> HttpResponseBase:
    """Load a pack, confirm it or look at it first; bring a loaded one up to date."""
    line = selectors.pack_line(actor=request.actor, name=name)
    form = LoadForm(request.POST)
    is_update = line.state == "differs"  # the years of a loaded paper stay
    if not is_update and not form.is_valid():
        return _page(request, name, form, 422)
    starts_on = None if is_update else form.starts_on
    try:
        paper = services.pack_load(
            actor=request.actor, name=name, at=clock.now(), starts_on=starts_on
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, name, form, 422)
    if is_update:
        messages.success(request, _("The paper is up to date, and its plan with it."))
    elif starts_on is None:
        messages.success(request, _("The paper is loaded. Look at its tasks and confirm them."))
    else:
        messages.success(request, _("The paper is loaded and its tasks are confirmed."))
    return redirect("papers:detail", paper.pk)

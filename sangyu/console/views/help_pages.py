"""Help: the handbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangyu.console import handbook
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import NotFound


@needs("")
def index(request: ActorRequest) -> HttpResponse:
    """The handbook's pages."""
    language = get_language() or "zh-hans"
    first = handbook.chapter(handbook.INDEX, language)
    context = {
        "chapters": handbook.chapters(language),
        "intro": handbook.as_html(first) if first else "",
    }
    return render(request, "console/help.html", context)


@needs("")
def page(request: ActorRequest, slug: str) -> HttpResponse:
    """One page of the handbook."""
    language = get_language() or "zh-hans"
    found = handbook.chapter(slug, language)
    if found is None:
        raise NotFound("no-such-help", _("The handbook has no such page."))
    context = {
        "chapter": found,
        "chapters": handbook.chapters(language),
        "body": handbook.as_html(found),
    }
    return render(request, "console/help_page.html", context)

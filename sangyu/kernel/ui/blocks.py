"""The components that hold other markup; `templatetags/ui.py` registers each as a block tag of its name."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sangyu.kernel.ui import fields
from sangyu.kernel.ui.listing import Listing
from sangyu.kernel.ui.tones import TONES


def _block(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    inherited = {key: context.get(key) for key in ("csrf_token", "request")}
    return SafeString(render_to_string(f"ui/{name}.html", inherited | values))


def card(context: Context, content: str, title: str = "", **options: Any) -> SafeString:
    """A titled surface. Options: id, icon, url and link (a link at the right), flush (no padding), tone, level (2)."""
    return _block(context, "card", {"level": 2} | options | {"content": content, "title": title})


def notice(context: Context, content: str, tone: str = "info", title: str = "") -> SafeString:
    """A passage that must not be overlooked. `tone`: good, warn, bad, info."""
    return _block(
        context, "notice", {"content": content, "tone": tone, "title": title, "icon": TONES[tone]}
    )


def dialog(context: Context, content: str, id: str, title: str, wide: bool = False) -> SafeString:
    """A dialog, opened by `{% dialog_opener %}`."""
    return _block(context, "dialog", {"content": content, "id": id, "title": title, "wide": wide})


def form(context: Context, content: str, form: BaseForm, **options: Any) -> SafeString:
    """A posting form with its error summary and buttons. Without content it shows all fields.

    Options: submit (label), cancel_url, action, id, tone (of the button), sticky, columns (1 or 2), fragment
    (htmx swaps the form in place on 422).
    """
    values = {"columns": 1, "method": "post", "tone": "primary"} | options
    return _block(context, "form", values | {"content": SafeString(content.strip()), "form": form})


def filter_bar(
    context: Context, content: str, form: BaseForm, listing: Listing | None = None
) -> SafeString:
    """A GET form of filters above a list. The content is the slot for saved filters."""
    request: HttpRequest = context["request"]
    values = {
        "content": SafeString(content.strip()),
        "form": form,
        "listing": listing,
        "chips": fields.chips(form, request),
    }
    return _block(context, "filter_bar", values | {"clear_url": request.path})


def table(
    context: Context, content: str, listing: Listing, caption: str, **options: Any
) -> SafeString:
    """A list's table: sortable headings, your rows, result line, pager, or the empty state.

    Options: bulk (True adds the column of checkboxes), empty_title, empty_text, empty_url, empty_action, wide (scrolls
    sideways on a phone instead of stacking).
    """
    return _block(
        context, "table", options | {"content": content, "listing": listing, "caption": caption}
    )


def bulk_bar(context: Context, content: str, listing: Listing, url: str) -> SafeString:
    """The form that posts the checked rows (`ids`) to `url`; the content is its buttons. Put it above the table."""
    return _block(context, "bulk_bar", {"content": content, "listing": listing, "url": url})


def help_drawer(
    context: Context, content: str, title: str, url: str = "", id: str = "help"
) -> SafeString:
    """Help on this page, opened by `{% help_opener %}`; `url` leads to the handbook. Put it in the block `help`."""
    return _block(context, "help", {"content": content, "title": title, "url": url, "id": id})

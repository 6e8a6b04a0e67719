"""The console's frame: what stands around every page, and pages drawn into a frame that is kept.

All that the frame shows follows from who looks, in which language, from which page, and how much waits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import kept, nav
from sangyu.kernel.ui.links import address
from sangyu.kernel.ui.middleware import request_id, wrote_mark


def shell(request: HttpRequest | None) -> dict[str, Any]:
    """What the frame shows: navigation by right, posts, notices, addresses."""
    actor: Actor | None = getattr(request, "actor", None)
    lent = nav.shell
    menu = nav.Menu(actor, request.path if request else "", wrote_mark(request) if request else "")
    return {
        "actor": actor,
        "is_demo": settings.SANGYU_DEMO,
        "languages": settings.LANGUAGES,
        "sections": menu,
        "menu_key": menu.key,
        "posts": lent.posts(request) if lent.posts and request and actor else [],
        "post_switch_url": _address(lent.post_switch_url, get_urlconf()),
        "notices": lent.notices(request) if lent.notices and request and actor else None,
        "home_url": _address(lent.home_url, get_urlconf()) or "/",
        "search_url": _address(lent.search_url, get_urlconf()),
        "help_url": _address(lent.help_url, get_urlconf()),
        "sign_out_url": _address(lent.sign_out_url, get_urlconf()),
        "account_url": _address(lent.account_url, get_urlconf()),
        "language_url": _address("set_language", get_urlconf()),
        "request_id": request_id(request) if request else "",
    }


def topbar(shell: dict[str, Any], csrf_token: str, here: str) -> SafeString:
    """The bar above the page. All it shows but the forgery token and the page's address is the same for a reader from
    page to page."""
    actor: Actor | None = shell["actor"]
    notices = shell["notices"]
    key = (
        (actor.label, actor.organisation_name) if actor else None, notices.unread if notices else None,
        *((post.key, post.is_current, str(post.role), str(post.organisation)) for post in shell["posts"]),
    )  # fmt: skip
    return kept.drawn(
        "ui/topbar.html",
        key,
        {"csrf_token": csrf_token, "here": here},
        lambda _holes: {"shell": shell, "LANGUAGE_CODE": get_language()},
    )


def page(request: HttpRequest, template: str, content: SafeString) -> SafeString | None:
    """A page around its content. Its frame, heading and actions are the same for all who may do the same.

    The template puts `content` into its content block, and shows beyond it nothing but what follows from the reader's
    rights. None where the page has a message to show: then it must be drawn by itself.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or len(get_messages(request)):
        return None
    around = shell(request)
    token = token_of(request)
    holes = {
        "content": content,
        "csrf_token": token,
        "topbar": topbar(around, token, request.get_full_path()),
    }
    key = (request.path, hash(actor.rights), around["menu_key"])
    text = kept.text_of(template, key, holes, lambda _holes: {"frame_shell": around}, request)
    return kept.filled(text, holes)


def token_of(request: HttpRequest) -> str:
    """The forgery token of this answer. Django makes another of the same worth each time it is asked."""
    known: str | None = getattr(request, "forgery_token", None)
    if known is None:
        known = get_token(request)
        request.forgery_token = known  # type: ignore[attr-defined]  # ours
    return known


@lru_cache(maxsize=64)
def _address(name: str, _urlconf: str | None = None) -> str:
    return address(name) if name else ""

"""The component kit as template tags: `{% load ui %}`. Parameters and pictures of use: sangyu/kernel/ui/README.md.

Value components are inclusion tags; components that hold other markup are block tags (`{% card %}…{% endcard %}`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sangyu.kernel.ui import blocks, fields, formats, frame
from sangyu.kernel.ui.charts import Chart
from sangyu.kernel.ui.listing import Listing, address
from sangyu.kernel.ui.maps import Map
from sangyu.kernel.ui.tones import RISKS, TONES, URGENCY_TONES

register = template.Library()

for filter_function in (
    formats.day,
    formats.short_day,
    formats.month,
    formats.moment,
    formats.ago,
    formats.days_left,
    formats.number,
    formats.percent,
    formats.money,
    formats.mask,
):
    register.filter(filter_function.__name__, filter_function)

for block in (
    blocks.card,
    blocks.notice,
    blocks.dialog,
    blocks.form,
    blocks.filter_bar,
    blocks.table,
    blocks.bulk_bar,
    blocks.help_drawer,
):
    register.simple_block_tag(block, takes_context=True)


@register.simple_tag(takes_context=True)
def may(context: Context, right: str) -> bool:
    """Whether the reader's role carries a right: `{% may "paper.confirm" as may_confirm %}`."""
    actor = getattr(context["request"], "actor", None)
    return actor is not None and actor.may(right)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a label."""
    return _icon(name, str(label))


@lru_cache(maxsize=2048)
def _icon(name: str, label: str) -> SafeString:
    source = f"{static('vendor/tabler/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="sy-icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            source,
        )
    return format_html(
        '<svg class="sy-icon" aria-hidden="true"><use href="{}"></use></svg>', source
    )


@register.simple_tag(takes_context=True)
def shell(context: Context) -> dict[str, Any]:
    """What the console's frame shows: navigation by right, posts, notices, addresses."""
    known: dict[str, Any] | None = context.get("frame_shell")
    return known or frame.shell(context.get("request"))


@register.simple_tag(takes_context=True)
def topbar(context: Context, shell: dict[str, Any]) -> SafeString:
    """The bar above the page; where the page is drawn into a kept frame, the hole for it."""
    if drawn := context.get("topbar"):
        return SafeString(drawn)
    request: HttpRequest | None = context.get("request")
    here = request.get_full_path() if request else ""
    return frame.topbar(shell, str(context.get("csrf_token", "")), here)


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """One step of the breadcrumb; the last has no address."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_tag
def action(label: str, url: str, icon: str = "", tone: str = "") -> SafeString:
    """A link that looks like a button. `tone`: "" plain, primary, danger, ghost."""
    picture = globals()["icon"](icon) if icon else ""
    return format_html('<a class="{}" href="{}">{}{}</a>', _button_class(tone), url, picture, label)


@register.inclusion_tag("ui/post_button.html", takes_context=True)
def post_button(context: Context, label: str, url: str, **options: Any) -> dict[str, Any]:
    """A button that posts. Options: icon, tone, name, value, confirm (a question asked first)."""
    return options | {
        "label": label,
        "url": url,
        "class": _button_class(options.get("tone", "")),
        "csrf_token": context.get("csrf_token"),
    }


def _button_class(tone: str) -> str:
    kinds = {
        "primary": "btn btn-primary",
        "danger": "btn sy-btn-danger",
        "ghost": "btn btn-ghost-secondary",
    }
    return kinds.get(tone, "btn")


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, compact: bool = False, label: str = "") -> dict[str, Any]:
    """A form field: label, hint, control, error, tied together by aria-describedby."""
    return fields.parts(bound, label=label) | {"compact": compact}


@register.inclusion_tag("ui/file_drop.html")
def file_drop(bound: BoundField, accept: str = "", note: str = "") -> dict[str, Any]:
    """A file field one may drop a file on; an ordinary file field without JavaScript."""
    return fields.parts(bound, accept=accept) | {"note": note}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """All errors of a form on top of it, each a link to its field; takes the focus."""
    return {"errors": fields.all_errors(form)}


@register.inclusion_tag("ui/badge.html")
def badge(text: Any, tone: str = "muted", icon: str = "") -> dict[str, Any]:
    """A state in a word. `tone`: good, warn, bad, info, muted."""
    return {"text": text, "tone": tone, "icon": icon or TONES.get(tone, "circle")}


@register.inclusion_tag("ui/badge.html")
def risk(level: str) -> dict[str, Any]:
    """One of the four risk colours, with its word and icon."""
    word, picture = RISKS[level]
    return {"text": word, "tone": f"risk-{level}", "icon": picture}


@register.inclusion_tag("ui/due.html")
def due(value: date | None, *, closed: bool = False) -> dict[str, Any]:
    """A due date with the days left; red when late. `closed` shows the date alone."""
    tone, picture = URGENCY_TONES.get("" if closed else formats.urgency(value), ("", ""))
    return {
        "date": value,
        "tone": tone,
        "icon": picture,
        "left": "" if closed else formats.days_left(value),
    }


@register.inclusion_tag("ui/stat.html")
def stat(label: str, value: Any, url: str = "", **options: Any) -> dict[str, Any]:
    """A figure that opens to the records behind it. Options: unit, before (the figure to compare with), before_label,
    as_of (date), icon, tone, note, good ("up" or "down": which direction is good), decimals."""
    before = options.get("before")
    change = None if before is None or value is None else value - before
    good = options.get("good", "")
    verdict = (
        "flat" if not change or not good else ("good" if (change > 0) == (good == "up") else "bad")
    )
    return options | {
        "label": label,
        "value": value
        if isinstance(value, str)
        else formats.number(value, options.get("decimals", 0)),
        "url": url,
        "change": change,
        "change_text": ""
        if change is None
        else formats.number(abs(change), options.get("decimals", 0)),
        "verdict": verdict,
    }


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, label: str = "", tone: str = "") -> dict[str, Any]:
    """How far something is: words and a native progress bar."""
    return {
        "done": done,
        "total": total,
        "label": label,
        "tone": tone,
        "ratio": done / total if total else 0,
    }


@register.inclusion_tag("ui/timeline.html")
def timeline(entries: Sequence[Any]) -> dict[str, Any]:
    """What happened, newest first. Each entry has at, title, and may have text, who, url, icon, tone."""
    return {"entries": entries}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[Any], label: str = "") -> dict[str, Any]:
    """Tabs as links. Each item has label, url, is_current, and may have count."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/facts.html")
def facts(pairs: Sequence[tuple[Any, Any]], columns: int = 2) -> dict[str, Any]:
    """A definition list of (term, value)."""
    return {"pairs": pairs, "columns": columns}


@register.inclusion_tag("ui/diff.html")
def diff(changes: Sequence[tuple[Any, Any, Any]], caption: str = "") -> dict[str, Any]:
    """Before and after: rows of (what, before, after)."""
    return {"changes": changes, "caption": caption}


@register.inclusion_tag("ui/steps.html")
def steps(names: Sequence[Any], current: int = 1) -> dict[str, Any]:
    """Where one stands in a wizard; `current` counts from 1."""
    return {"names": names, "current": current}


@register.inclusion_tag("ui/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """A chart and the table behind it."""
    return {"chart": chart, "data_id": f"{chart.id}-data"}


@register.inclusion_tag("ui/map.html", name="map")
def map_tag(map: Map) -> dict[str, Any]:
    """A map and the table behind it."""
    return {
        "map": map,
        "data_id": f"{map.id}-data",
        "tiles": getattr(settings, "SANGYU_TILE_URL", ""),
    }


@register.inclusion_tag("ui/avatar.html")
def avatar(name: str, size: str = "") -> dict[str, Any]:
    """A person's initial: the last character of a Chinese name, the first letter otherwise."""
    text = str(name).strip()
    initial = text[:1].upper() if text.isascii() else text[-1:]
    return {"initial": initial, "hue": sum(map(ord, text)) % 6, "size": size}


@register.inclusion_tag("ui/empty.html")
def empty(
    title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox"
) -> dict[str, Any]:
    """Nothing here: say why, and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("ui/row_check.html")
def row_check(listing: Listing, key: Any, label: str) -> dict[str, Any]:
    """The cell with a row's checkbox, for bulk actions; `label` names the row to a screen reader."""
    return {"listing": listing, "key": key, "label": label}


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: str) -> str:
    """This page's address with some query parameters changed; an empty value removes one."""
    return address(context["request"], **changes)


@register.inclusion_tag("ui/dialog_opener.html")
def dialog_opener(
    id: str, label: str, url: str = "", icon: str = "", tone: str = ""
) -> dict[str, Any]:
    """Opens a dialog; `url` is the page that does the same without JavaScript."""
    return {"id": id, "label": label, "url": url, "icon": icon, "class": _button_class(tone)}


@register.inclusion_tag("ui/help_opener.html")
def help_opener(id: str = "help") -> dict[str, Any]:
    """The button that opens the help drawer."""
    return {"id": id}

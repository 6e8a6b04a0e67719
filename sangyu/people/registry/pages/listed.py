"""The elders' list as markup: drawn once for all who may do the same with it, its rows and addresses filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sangyu.kernel.access import ActorRequest
from sangyu.kernel.ui import fields, kept
from sangyu.kernel.ui.frame import token_of
from sangyu.kernel.ui.listing import Listing, address
from sangyu.people.registry import rights
from sangyu.people.registry.forms.listing import ElderFilterForm
from sangyu.people.registry.models import SavedFilter
from sangyu.people.registry.pages import lines

_Saved = tuple[str, int, str, bool, str, bool]
_SAVED = ("ref", "pk", "name", "is_own", "owner", "is_shared")


@dataclass(frozen=True)
class ElderList:
    """What one request shows: the search `text`, the filters, one page of rows, and the filters `passed` on."""

    request: ActorRequest
    form: ElderFilterForm
    text: str
    listing: Listing
    saved: Sequence[SavedFilter]
    passed: Sequence[tuple[str, str]]

    def swap(self) -> SafeString:
        """The parts that the page's script puts in place of those before."""
        return kept.drawn("registry/list_swap.html", self._key, self._holes(), self._context)

    def content(self) -> SafeString:
        """What stands in the page: the search, the filters and the list; or what is wrong with the filters."""
        holes = self._holes() | {"wider": address(self.request, more="1")}
        if self.form.errors:
            fields_drawn = render_to_string("registry/list_fields.html", self._fields(holes))
            holes |= {"fields": SafeString(fields_drawn)}
            values = {**holes, **self._context(holes), "errors_of": self.form}
            return SafeString(render_to_string("registry/list_content.html", values))
        key = (self.form.key, self._is_wide)
        wider = {"wider": holes["wider"]}
        holes |= {"fields": kept.drawn("registry/list_fields.html", key, wider, self._fields)}
        return kept.drawn("registry/list_content.html", self._key, holes, self._context)

    @property
    def _is_wide(self) -> bool:
        """All filters are open, not only those that are always shown."""
        return "more" in self.request.GET or self.form.has_more_set or bool(self.form.errors)

    def _fields(self, there: Mapping[str, str]) -> dict[str, Any]:
        return {"form": self.form, "is_wide": self._is_wide, "wider": there["wider"]}

    @property
    def _may(self) -> tuple[bool, bool]:
        actor = self.request.actor
        return actor.may(rights.ELDER_EDIT), actor.may(rights.ELDER_EXPORT)

    @property
    def _may_save(self) -> bool:
        return bool(self.passed or (self.text and not self._is_number))

    @property
    def _is_number(self) -> bool:
        """A number was searched for: it stands in the session, and nowhere in the page's addresses."""
        return bool(self.request.GET.get("found"))

    @property
    def _filters(self) -> tuple[_Saved, ...]:
        own = self.request.actor.account_id
        return tuple(
            (str(one.ref), one.pk, one.name, one.account_id == own, one.account.name, one.is_shared)
            for one in self.saved
        )

    @property
    def _key(self) -> tuple[Any, ...]:
        return (*self._may, self._may_save, self._filters, self.form.is_valid())

    def _context(self, there: Mapping[str, str]) -> dict[str, Any]:
        may_edit, may_export = self._may
        return {
            "may_edit": may_edit,
            "may_export": may_export,
            "may_save": self._may_save,
            "filters": [dict(zip(_SAVED, one, strict=True)) for one in self._filters],
            "elders": self.form.is_valid() and self._table(there),
            "markup": there["rows"],
        }

    def _table(self, there: Mapping[str, str]) -> Listing:
        rows = [there["rows"]] if there["rows"] else []
        return replace(
            self.listing, rows=rows, previous_url=there["previous_url"], next_url=there["next_url"],
            told=there["result"], query={},
        )  # fmt: skip

    def _holes(self) -> dict[str, str]:
        form = f"{self.listing.id}-bulk" if self._may[0] else ""
        return {
            "csrf_token": token_of(self.request),
            "q": self.text,
            "rows": lines.markup(self.listing.rows, form),
            "chips": self._chips(),
            "query": self.request.GET.urlencode(),
            "passed": format_html_join("", _HIDDEN, self.passed),
            "typed": self._typed(),
            "previous_url": self.listing.previous_url,
            "next_url": self.listing.next_url,
            "result": self.listing.result,
        }

    def _typed(self) -> str:
        if self._is_number:
            return format_html(_HIDDEN, "found", self.request.GET["found"])
        return format_html(_HIDDEN, "q", self.text) if self.text else ""

    def _chips(self) -> str:
        chips = fields.chips(self.form, self.request)
        if not chips and not self.text:
            return ""
        key = (self._is_number, *((chip["label"], chip["text"]) for chip in chips))
        holes = {
            "q": self.text, "unsearched": address(self.request, q="", found=""),
            **{f"url_{place}": chip["url"] for place, chip in zip(ascii_lowercase, chips, strict=False)},
        }  # fmt: skip
        return kept.drawn(
            "registry/list_chips.html", key, holes, lambda there: self._chips_shown(chips, there)
        )

    def _chips_shown(
        self, chips: Sequence[Mapping[str, str]], there: Mapping[str, str]
    ) -> dict[str, Any]:
        places = zip(ascii_lowercase, chips, strict=False)
        return {
            "is_number": self._is_number,
            "chips": [dict(chip) | {"url": there[f"url_{place}"]} for place, chip in places],
        }


_HIDDEN = '<input type="hidden" name="{}" value="{}">'

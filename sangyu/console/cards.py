"""The cards and finders of the rooms that have no page of their own to speak for: duties and units."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties import selectors as duties
from sangyu.city.duties.pages import rate_line
from sangyu.city.organisations.selectors import governing_units
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import cards, finder
from sangyu.kernel.ui.cards import Card
from sangyu.kernel.ui.finder import Finder, Hit

SHOWN = 6


def due(actor: Actor) -> dict[str, Any]:
    """The top of the worklist."""
    return {"rows": duties.worklist(actor=actor, limit=SHOWN)}


def counts(actor: Actor) -> dict[str, Any]:
    """How much there is to do."""
    return duties.worklist_counts(actor=actor)


def late(actor: Actor) -> dict[str, Any] | None:
    """The units that are late."""
    rows = duties.overdue_by_unit(actor=actor)
    return {"rows": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0)} if rows else None


def kept(actor: Actor) -> dict[str, Any] | None:
    """How the units have kept this year's duties, the worst first."""
    today = clock.today()
    rates = duties.on_time_rates(actor=actor, since=today.replace(month=1, day=1), until=today)
    worst = sorted(rates, key=lambda one: (one.rate or 0, -one.due))[:SHOWN]
    since = today.replace(month=1, day=1)
    return {"rows": [rate_line(one, since, today) for one in worst]} if worst else None


def news(actor: Actor) -> dict[str, Any] | None:
    """The newest notices."""
    rows = [row for row in duties.notice_list(actor=actor, limit=SHOWN) if not row.is_read]
    return {"rows": rows} if rows else None


def find_duties(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Duties by words of their title."""
    rows = duties.rows_of(
        duties.duties_found(actor=actor, scope="area", text=text)[:limit],
        actor=actor,
        on=clock.today(),
    )
    return [
        Hit(row.title, reverse("duties:detail", args=[row.id]), row.lead.short_name, "checklist")
        for row in rows
    ]


def find_units(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Units by a part of their name: the list of their duties."""
    area = actor.area_code[:6]
    units = [unit for unit in governing_units(area) if text in unit.name or text in unit.short_name]
    return [
        Hit(unit.name, f"{reverse('organisations:units')}?q={unit.short_name}", "", "building")
        for unit in units[:limit]
    ]


cards.register(
    Card("duties.counts", "figures", "", "duty.view", "console/cards/counts.html", counts, order=10)
)
cards.register(
    Card(
        "duties.due", "due", _("To do"), "duty.view", "console/cards/due.html", due, order=10,
        icon="list-check", url_name="console:worklist", link=_("Worklist"),
    )
)  # fmt: skip
cards.register(
    Card(
        "duties.late", "wrong", _("Late units"), "duty.manage", "console/cards/late.html", late, order=10,
        icon="alert-triangle", url_name="duties:board", link=_("All duties"),
    )
)  # fmt: skip
cards.register(
    Card(
        "duties.kept", "wrong", _("Kept in time this year"), "duty.manage", "console/cards/kept.html",
        kept, order=50, icon="chart-bar", url_name="duties:rates", link=_("All units"),
    )
)  # fmt: skip
cards.register(
    Card(
        "notices.new", "changed", _("New notices"), "", "console/cards/notices.html", news, order=10,
        icon="bell", url_name="console:notices", link=_("All notices"),
    )
)  # fmt: skip
finder.register(
    Finder("duties", _("Duties"), "duty.view", find_duties, order=60, url_name="duties:board")
)
finder.register(
    Finder(
        "units",
        _("Units"),
        "organisation.view",
        find_units,
        order=70,
        url_name="organisations:units",
    )
)

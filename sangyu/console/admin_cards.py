"""The home cards of the three administrators: the system's health, the accounts, the trail. Each figure opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations import selectors as organisations
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit import selectors as trail
from sangyu.kernel.events import delivery
from sangyu.kernel.ui import cards, paging
from sangyu.kernel.ui.cards import Card
from sangyu.kernel.work import selectors as jobs

WEEK = timedelta(days=7)
SHOWN = 6


def system(actor: Actor) -> dict[str, Any]:
    """Jobs and deliveries: what runs, what failed."""
    url = reverse("work:list")
    failed = jobs.job_list(actor=actor, state="failed", with_timetable=True).count()
    dead = delivery.dead_count(actor)
    figures = [
        (_("Jobs that failed"), failed, f"{url}?state=failed", "loader-2", "bad" if failed else "good"),
        (_("Jobs that run"), jobs.job_list(actor=actor, state="running", with_timetable=True).count(),
         f"{url}?state=running", "player-play", ""),
        (_("Events that could not be delivered"), dead, reverse("events:dead"), "send", "bad" if dead else "good"),
        (_("Accounts"), organisations.accounts_found(actor=actor).count(), reverse("organisations:accounts"),
         "users", ""),
    ]  # fmt: skip
    return {"figures": figures}


def security(actor: Actor) -> dict[str, Any]:
    """Accounts: who is locked, who has to change the password."""
    url = reverse("organisations:accounts")
    rows = organisations.accounts_found(actor=actor)
    locked = len(organisations.locks())
    waiting = rows.filter(must_change_password=True).count()
    figures = [
        (_("Accounts that are locked now"), locked, url, "lock", "bad" if locked else "good"),
        (_("Accounts that must change their password"), waiting, url, "key", "warn" if waiting else ""),
        (_("Accounts"), rows.count(), url, "users", ""),
    ]  # fmt: skip
    return {"figures": figures}


def audit(actor: Actor) -> dict[str, Any]:
    """The trail: how much came in, how far it is sealed, whether it was found whole."""
    today = clock.today()
    week = _up_to(trail.entry_list(actor=actor, filters={"first": today - WEEK}))
    url = reverse("audit:list")
    looks = _up_to(
        trail.entry_list(actor=actor, filters={"first": today - WEEK, "action": "pii.viewed"})
    )
    since = (today - WEEK).isoformat()
    figures = [
        (_("Entries of the last seven days"), week, f"{url}?first={since}", "list-details", ""),
        (_("Looks at numbers in full"), looks, f"{url}?first={since}&action=pii.viewed", "eye", ""),
    ]
    return {"figures": figures, "standing": trail.standing(actor=actor)}


def _up_to(rows: Any) -> int | str:
    """A count that stops where it no longer tells anything: the trail of a city has millions of entries."""
    number = paging.count_up_to(rows)
    return number if number <= paging.COUNT_LIMIT else f"{paging.COUNT_LIMIT:,}+"


def entries(actor: Actor) -> dict[str, Any] | None:
    """The newest entries of the trail."""
    rows = trail.entry_list(actor=actor, filters={}).order_by("-id")[:SHOWN]
    found = [trail.as_entry(row) for row in rows]
    return {"entries": found} if found else None


cards.register(
    Card(
        "system.health", "figures", "", "work.view_all", "console/cards/admin.html", system, order=5,
    )
)  # fmt: skip
cards.register(
    Card(
        "security.accounts",
        "figures",
        "",
        "lock.release",
        "console/cards/admin.html",
        security,
        order=5,
    )
)
cards.register(
    Card("audit.standing", "figures", "", "audit.view", "console/cards/admin.html", audit, order=6)
)
cards.register(
    Card(
        "audit.entries", "changed", _("The trail lately"), "audit.view", "console/cards/entries.html", entries,
        order=40, icon="history", url_name="audit:list", link=_("The whole trail"),
    )
)  # fmt: skip

"""What the worker does for the catalogue: count target groups, every night and after a release; follow the duties."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import work
from sangyu.people.catalogue.duties import releases_match, works_match
from sangyu.people.catalogue.handlers import COUNT_ONE
from sangyu.people.catalogue.services.counts import counts_refresh, counts_refresh_all


@work.job(COUNT_ONE, title=gettext_lazy("Count the target groups of a list of services"))
def count_one(run: work.Run) -> None:
    """One list; run again, it counts again."""
    towns = counts_refresh(actor=run.actor, release_id=int(run.payload["release"]))
    run.finish(summary=_("%(towns)s towns counted.") % {"towns": towns})


@work.job(
    "catalogue.counts", title=gettext_lazy("Count the target groups of the lists of services")
)
def count_all(run: work.Run) -> None:
    """Every list in force, as of today."""
    number = counts_refresh_all(actor=run.actor)
    run.finish(summary=_("%(number)s lists counted.") % {"number": number})


@work.job("catalogue.duties", title=gettext_lazy("Duties of the lists of services"), queue="quick")
def match_duties(run: work.Run) -> None:
    """The yearly lists and the ledger agree."""
    result = releases_match(actor=run.actor) + works_match(actor=run.actor)
    run.finish(summary=_("%(opened)s duties opened.") % {"opened": result.opened})


work.daily("catalogue.duties", at=time(0, 7))
work.daily("catalogue.counts", at=time(2, 50))

"""What the registry does every night: people grow older, so categories are derived anew; look-alikes are sought; what
waits for a decision has its duty."""

from __future__ import annotations

from datetime import time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import work
from sangyu.people.registry.duties import duties_match_all
from sangyu.people.registry.selectors.counts import present_by_area
from sangyu.people.registry.services.categories import categories_recompute
from sangyu.people.registry.services.duplicates import duplicates_find


@work.job("registry.derive", title=_("Derive the categories of elders"))
def derive(run: work.Run) -> None:
    """Town by town, so that a kill loses one town's work and locks stay short."""
    towns = sorted(present_by_area(actor=run.actor))
    done = int(run.checkpoint.get("towns", 0))
    for number, town in enumerate(towns[done:], start=done + 1):
        with transaction.atomic():
            categories_recompute(actor=run.actor.within(town))
            run.save_checkpoint({"towns": number})
        run.progress(number, len(towns))


@work.job("registry.duplicates", title=_("Look for duplicate records"))
def seek_duplicates(run: work.Run) -> None:
    """One statement over the whole area."""
    duplicates_find(actor=run.actor)


@work.job("registry.duties", title=_("Duties of the register"), queue="quick")
def match_duties(run: work.Run) -> None:
    """What waits and the ledger agree: what was asked before the ledger knew of it is opened by its own day."""
    result = duties_match_all(actor=run.actor)
    run.finish(
        summary=_(
            "%(opened)s duties opened, %(changed)s closed or handed over, %(cancelled)s cancelled."
        )
        % {"opened": result.opened, "changed": result.changed, "cancelled": result.cancelled}
    )


work.daily("registry.duties", at=time(0, 5))
work.daily("registry.derive", at=time(1, 30))
work.daily("registry.duplicates", at=time(2, 30))

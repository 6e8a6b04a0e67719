"""What the room does every night: results come nearer to their end, so their duties are opened."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import work
from sangyu.people.assessment.duties import duties_match_all


@work.job("assessment.duties", title=_("Duties of the assessments"), queue="quick")
def match_duties(run: work.Run) -> None:
    """What waits and the ledger agree."""
    result = duties_match_all(actor=run.actor)
    run.finish(
        summary=_("%(opened)s duties opened, %(changed)s closed, %(cancelled)s cancelled.")
        % {"opened": result.opened, "changed": result.changed, "cancelled": result.cancelled}
    )


work.daily("assessment.duties", at=time(0, 15))

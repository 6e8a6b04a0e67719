"""The night's sweep. Imported at start-up by `kernel.work`."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import work
from sangyu.kernel.attachments.services import orphans_remove


@work.job("attachments.sweep", title=_("Remove files that belong to nothing"), queue="quick")
def sweep(run: work.Run) -> None:
    """What a rolled-back transaction left in the folder."""
    run.finish(summary=_("%(number)s files removed.") % {"number": orphans_remove()})


work.daily("attachments.sweep", at=time(3, 40))

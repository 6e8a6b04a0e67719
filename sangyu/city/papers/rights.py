"""The rights of the papers room and the action codes of its trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel import audit
from sangyu.kernel.access import declare_right

READERS = [Role.DIRECTOR, Role.OFFICER, Role.TOWN_CLERK, Role.COMMUNITY_WORKER, Role.INSPECTOR]
PAPER_VIEW = declare_right("paper.view", _("Read papers"), READERS)
PAPER_CONFIRM = declare_right(
    "paper.confirm", _("Upload papers and confirm their tasks"), [Role.DIRECTOR]
)

UPLOADED = audit.register("papers.paper.uploaded", _("%(who)s uploaded the paper %(object)s"))
CORRECTED = audit.register("papers.task.corrected", _("%(who)s corrected a task of %(object)s"))
CONFIRMED = audit.register("papers.paper.confirmed", _("%(who)s confirmed the tasks of %(object)s"))
UPDATED = audit.register(
    "papers.paper.updated", _("%(who)s brought %(object)s up to date with its policy pack")
)
SAYING_CORRECTED = audit.register(
    "papers.saying.corrected", _("%(who)s corrected a target or rule of %(object)s")
)
SPLIT = audit.register("papers.task.split", _("%(who)s split a task of %(object)s"))
MERGED = audit.register("papers.task.merged", _("%(who)s joined two tasks of %(object)s"))

"""The right and the audited actions of the work room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit
from sangyu.kernel.access import declare_right

WORK_VIEW_ALL = declare_right("work.view_all", _("See everybody's jobs"), ["system_admin"])

JOB_STARTED = audit.register("work.job.started", _("%(who)s started the job %(object)s"))
JOB_CANCELLED = audit.register("work.job.cancelled", _("%(who)s cancelled the job %(object)s"))
JOB_RETRIED = audit.register("work.job.retried", _("%(who)s started the job %(object)s again"))

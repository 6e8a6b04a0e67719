"""The room's actions as the audit trail tells them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

ISSUED = audit.register(
    "recognition.report.issued", _("%(who)s issued an assessment report of %(object)s")
)
TAKEN = audit.register(
    "recognition.report.taken", _("%(who)s took the assessment report of %(object)s")
)
WITHDRAWN = audit.register(
    "recognition.report.withdrawn", _("%(who)s withdrew an assessment report of %(object)s")
)
CHECKED = audit.register(
    "recognition.report.checked", _("%(who)s checked the assessment report of %(object)s")
)

"""The room's actions as the audit trail tells them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

ACCREDITED = audit.register("assessment.agency.accredited", _("%(who)s accredited %(object)s"))
ACCREDITATION_ENDED = audit.register(
    "assessment.agency.ended", _("%(who)s ended the accreditation of %(object)s")
)
ASSESSOR_KEPT = audit.register(
    "assessment.assessor.kept", _("%(who)s put the assessor %(object)s on the register")
)
ASSESSOR_ENDED = audit.register(
    "assessment.assessor.ended", _("%(who)s took the assessor %(object)s off the register")
)
ORDERED = audit.register("assessment.order.made", _("%(who)s ordered an assessment of %(object)s"))
PLANNED = audit.register(
    "assessment.order.planned", _("%(who)s made an appointment for the assessment of %(object)s")
)
CANCELLED = audit.register(
    "assessment.order.cancelled", _("%(who)s cancelled the assessment of %(object)s")
)
OPENED = audit.register("assessment.opened", _("%(who)s opened the assessments of %(object)s"))
COMPLETED = audit.register(
    "assessment.result.recorded", _("%(who)s recorded the assessment of %(object)s")
)
TAKEN_OVER = audit.register(
    "assessment.result.taken_over", _("%(who)s took over an earlier assessment of %(object)s")
)
RESCORED = audit.register(
    "assessment.result.rescored",
    _("%(who)s re-scored an assessment of %(object)s under another standard"),
)

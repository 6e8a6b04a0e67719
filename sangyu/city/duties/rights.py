"""The rights of the duties room and the action codes of its trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel import audit
from sangyu.kernel.access import declare_right

OVERSEEING = [
    Role.DIRECTOR,
    Role.OFFICER,
    Role.TOWN_CLERK,
    Role.COMMUNITY_WORKER,
    Role.INSPECTOR,
]
OWING = [
    Role.DIRECTOR,
    Role.OFFICER,
    Role.TOWN_CLERK,
    Role.COMMUNITY_WORKER,
    Role.INSPECTOR,
    Role.HOTLINE,
    Role.ASSESSOR,
    Role.HOME_OPERATOR,
]
DUTY_VIEW = declare_right("duty.view", _("See duties"), OWING)
DUTY_AREA = declare_right("duty.area", _("See every duty of the area"), OVERSEEING)
DUTY_ACT = declare_right("duty.act", _("Work on the unit's duties"), OWING)
DUTY_MANAGE = declare_right(
    "duty.manage", _("Open, transfer, accept and cancel duties"), [Role.DIRECTOR, Role.OFFICER]
)

RULE_DECLARED = audit.register("duty.rule.declared", _("%(who)s set the rule of duty %(object)s"))
RULE_RETIRED = audit.register("duty.rule.retired", _("%(who)s retired the rule of duty %(object)s"))
ADDED = audit.register("duty.added", _("%(who)s entered the duty %(object)s"))
OPENED = audit.register("duty.opened", _("The duty %(object)s opened"))
RECOMPUTED = audit.register("duty.recomputed", _("The duty %(object)s followed its rule"))
ASSIGNED = audit.register("duty.assigned", _("%(who)s assigned the duty %(object)s"))
TRANSFERRED = audit.register("duty.transferred", _("%(who)s transferred the duty %(object)s"))
POSTPONED = audit.register("duty.postponed", _("%(who)s gave the duty %(object)s a later day"))
SUBMITTED = audit.register("duty.submitted", _("%(who)s submitted proof for the duty %(object)s"))
PROOF_CHANGED = audit.register(
    "duty.proof.changed", _("%(who)s changed the files with the proof of the duty %(object)s")
)
RETURNED = audit.register("duty.returned", _("%(who)s returned the proof of the duty %(object)s"))
CLOSED = audit.register("duty.closed", _("%(who)s closed the duty %(object)s"))
REOPENED = audit.register("duty.reopened", _("%(who)s reopened the duty %(object)s"))
CANCELLED = audit.register("duty.cancelled", _("%(who)s cancelled the duty %(object)s"))
ESCALATED = audit.register("duty.escalated", _("The duty %(object)s went up one step"))
OVERDUE = audit.register("duty.overdue", _("The duty %(object)s became overdue"))
EXPORTED = audit.register("duty.exported", _("%(who)s took away a list of duties: %(object)s"))
NOTICE_READ = audit.register("notice.read", _("%(who)s read notices"))

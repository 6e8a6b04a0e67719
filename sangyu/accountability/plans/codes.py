"""The audit codes of the plans room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

ADOPTED = audit.register("plans.plan.adopted", _("%(who)s confirmed the tasks of %(object)s"))
OFFICE_SET = audit.register("plans.office.set", _("%(who)s set the office of %(object)s"))
DISSOLVED = audit.register(
    "plans.office.dissolved", _("%(who)s dissolved the office of %(object)s")
)
CONTACT_SET = audit.register(
    "plans.contact.set", _("%(who)s named a contact person for %(object)s")
)
STAGE_SET = audit.register("plans.stage.set", _("%(who)s set the stage %(object)s"))
STAGE_PASSED = audit.register("plans.stage.passed", _("%(who)s passed the stage %(object)s"))
GATE_MET = audit.register(
    "plans.gate.met", _("%(who)s laid evidence before the gate of %(object)s")
)
PACK_TAKEN = audit.register("plans.pack.taken", _("%(who)s took the evidence pack of %(object)s"))
GOAL_SET = audit.register("plans.goal.set", _("%(who)s set a goal for the task %(object)s"))
GOAL_REMOVED = audit.register(
    "plans.goal.removed", _("%(who)s removed a goal of the task %(object)s")
)
GOAL_REACHED = audit.register("plans.goal.reached", _("The task %(object)s reached a goal"))
RETURN_SAVED = audit.register("plans.return.saved", _("%(who)s wrote in the return %(object)s"))
RETURN_HANDED_IN = audit.register(
    "plans.return.handed-in", _("%(who)s handed in the return %(object)s")
)
RETURN_ACCEPTED = audit.register(
    "plans.return.accepted", _("%(who)s accepted the return %(object)s")
)
RETURN_SENT_BACK = audit.register(
    "plans.return.sent-back", _("%(who)s sent back the return %(object)s")
)
LINKED = audit.register(
    "plans.task.linked", _("%(who)s made the task %(object)s wait for another one")
)
UNLINKED = audit.register(
    "plans.task.unlinked", _("%(who)s freed the task %(object)s from another one")
)
BLOCKED = audit.register(
    "plans.task.blocked", _("%(who)s reported what hinders the task %(object)s")
)
CLEARED = audit.register(
    "plans.task.cleared", _("%(who)s cleared what hindered the task %(object)s")
)
POSTPONE_ASKED = audit.register(
    "plans.postponement.asked", _("%(who)s asked for a later day for the task %(object)s")
)
POSTPONE_DECIDED = audit.register(
    "plans.postponement.decided", _("%(who)s decided on a later day for the task %(object)s")
)
MEETING_SET = audit.register("plans.meeting.set", _("%(who)s set the meeting %(object)s"))
AGENDA_DRAWN = audit.register("plans.meeting.agenda", _("%(who)s drew up the agenda of %(object)s"))
DECIDED = audit.register("plans.meeting.decided", _("%(who)s entered a decision of %(object)s"))
MEETING_HELD = audit.register(
    "plans.meeting.held", _("%(who)s confirmed the minutes of %(object)s")
)
REMARKED = audit.register("plans.remark.made", _("%(who)s put on record: %(object)s"))
EXPLAINED = audit.register("plans.remark.explained", _("%(who)s explained on record: %(object)s"))
SCORES_PUBLISHED = audit.register(
    "plans.scores.published", _("%(who)s published the score sheet of %(object)s")
)
DOCUMENT_TAKEN = audit.register("plans.document.taken", _("%(who)s took a document of %(object)s"))

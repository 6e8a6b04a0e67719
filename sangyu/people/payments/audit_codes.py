"""The room's actions as the audit trail tells them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

OPENED = audit.register("payments.batch.opened", _("%(who)s opened the payment batch %(object)s"))
COMPUTED = audit.register(
    "payments.batch.computed", _("%(who)s computed the payment batch %(object)s")
)
REVIEWED = audit.register(
    "payments.batch.reviewed", _("%(who)s approved the payment batch %(object)s as the first")
)
APPROVED = audit.register(
    "payments.batch.approved", _("%(who)s approved the payment batch %(object)s as the second")
)
REFUSED = audit.register(
    "payments.batch.refused", _("%(who)s refused the payment batch %(object)s")
)
CANCELLED = audit.register(
    "payments.batch.cancelled", _("%(who)s cancelled the payment batch %(object)s")
)
ISSUED = audit.register(
    "payments.batch.issued", _("%(who)s issued the payment batch %(object)s to the bank")
)
FETCHED = audit.register(
    "payments.batch.fetched", _("%(who)s downloaded the bank file of the payment batch %(object)s")
)
RESULTS_TAKEN = audit.register(
    "payments.results.taken", _("%(who)s took in the bank's results of %(object)s")
)
RESULTS_APPLIED = audit.register(
    "payments.results.applied", _("%(who)s booked the bank's results of %(object)s")
)
CLOSED = audit.register("payments.batch.closed", _("%(who)s closed the payment batch %(object)s"))
ACCOUNT_SOLVED = audit.register(
    "payments.account.solved", _("%(who)s settled a refused account of %(object)s")
)
SUSPENDED = audit.register("payments.suspended", _("%(who)s suspended the payments of %(object)s"))
LIFTED = audit.register(
    "payments.suspension.lifted", _("%(who)s lifted a suspension of the payments of %(object)s")
)
RECOVERY_LOOKED = audit.register(
    "payments.recovery.looked", _("%(who)s looked for overpaid months of %(object)s")
)
REPAID = audit.register("payments.repaid", _("%(who)s booked a repayment of %(object)s"))
WRITTEN_OFF = audit.register(
    "payments.written_off", _("%(who)s wrote off overpaid months of %(object)s")
)
MOVED = audit.register(
    "payments.moved", _("%(who)s moved the books of a merged record to %(object)s")
)

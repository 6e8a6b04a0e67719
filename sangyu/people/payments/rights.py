"""The rights of the room. Whoever prepares and whoever approves are two; the database refuses one person twice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

PAYMENT_VIEW = declare_right(
    "payment.view",
    _("See payments and their books"),
    [Role.DIRECTOR, Role.OFFICER, Role.TOWN_CLERK, Role.INSPECTOR],
)
PAYMENT_PREPARE = declare_right(
    "payment.prepare", _("Prepare payment batches and recover overpaid months"), [Role.OFFICER]
)
PAYMENT_APPROVE = declare_right(
    "payment.approve", _("Approve payment batches"), [Role.DIRECTOR, Role.OFFICER]
)
PAYMENT_ISSUE = declare_right(
    "payment.issue", _("Send batches to the bank and take in its results"), [Role.OFFICER]
)
PAYMENT_CORRECT = declare_right(
    "payment.correct", _("Settle accounts that the bank refused"), [Role.OFFICER, Role.TOWN_CLERK]
)
PAYMENT_WRITE_OFF = declare_right(
    "payment.write_off", _("Write off what cannot be recovered"), [Role.DIRECTOR]
)

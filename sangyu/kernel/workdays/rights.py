"""The right of this room. Role codes are plain strings here: the kernel knows no wing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import declare_right

WORKDAYS_MANAGE = declare_right(
    "workdays.manage", _("Edit the calendar of workdays"), ["system_admin"]
)

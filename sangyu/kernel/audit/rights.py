"""The right of the audit room. Role codes are plain strings here: the kernel knows no wing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import declare_right

AUDIT_VIEW = declare_right(
    "audit.view", _("Read the audit trail"), ["audit_admin", "security_admin"]
)

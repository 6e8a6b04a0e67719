"""The right of the events room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import declare_right

EVENTS_MANAGE = declare_right(
    "events.manage", _("See undeliverable events and try them again"), ["system_admin"]
)

"""The rights of the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

MANAGERS = (Role.DIRECTOR, Role.OFFICER)
EDITORS = (Role.TOWN_CLERK, Role.COMMUNITY_WORKER)
STAFF = (*MANAGERS, *EDITORS, Role.INSPECTOR, Role.HOTLINE)

LIST_VIEW = declare_right("list.view", _("See the lists of services"), STAFF)
LIST_EDIT = declare_right("list.edit", _("Draft a list of services"), [Role.OFFICER, Role.DIRECTOR])
LIST_RELEASE = declare_right("list.release", _("Release a list of services"), [Role.DIRECTOR])
LIST_PEOPLE = declare_right("list.people", _("See who belongs to a service's target group"), STAFF)
LIST_OWN = declare_right("list.own", _("See what one's own family is entitled to"), [Role.FAMILY])
WAIT_VIEW = declare_right("wait.view", _("See who waits for a place or for works"), STAFF)
WAIT_EDIT = declare_right("wait.edit", _("Record wishes and works"), EDITORS)
WAIT_DECIDE = declare_right("wait.decide", _("Offer places, order and accept works"), MANAGERS)

"""The audit codes of the plans room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

audit.register("plans.plan.adopted", _("%(who)s confirmed the tasks of %(object)s"))

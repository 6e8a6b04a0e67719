"""The audit codes of the indicators room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

audit.register("indicators.statistic.computed", _("%(who)s computed the statistic %(object)s"))
audit.register("indicators.statistic.analysed", _("%(who)s wrote the analysis of %(object)s"))
audit.register("indicators.statistic.frozen", _("%(who)s froze the statistic %(object)s"))
audit.register("indicators.statistic.exported", _("%(who)s exported the statistic %(object)s"))
audit.register(
    "indicators.people.listed", _("%(who)s opened the people behind a figure of %(object)s")
)

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
audit.register("indicators.indicator.defined", _("%(who)s defined the indicator %(object)s"))
audit.register("indicators.target.adopted", _("%(who)s adopted the target %(object)s"))
audit.register("indicators.target.changed", _("%(who)s changed the target %(object)s"))
audit.register("indicators.target.retired", _("%(who)s retired the target %(object)s"))
audit.register("indicators.target.reported", _("%(who)s reported a figure for %(object)s"))
audit.register("indicators.targets.read", _("%(who)s confirmed the targets of %(object)s"))
audit.register(
    "indicators.targets.answered", _("%(who)s decided what speaks of a target of %(object)s")
)
audit.register("indicators.digests.sent", _("%(who)s told the towns of their month %(object)s"))
audit.register("indicators.turns.told", _("%(who)s told of targets that turned %(object)s"))
audit.register("indicators.values.counted", _("%(who)s counted the indicators as of %(object)s"))
audit.register(
    "indicators.unmet.listed", _("%(who)s opened the records behind the indicator %(object)s")
)

"""The registry's actions as the audit trail tells them. What tells a person apart is never written."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

PRIVATE = (
    "id", "phone", "bank", "name", "birth_date", "address", "hukou_address", "bank_holder", "contact_name",
)  # fmt: skip
"""What tells a person apart: the trail says that it changed, the register's own history says how."""

REGISTERED = audit.register(
    "registry.elder.registered", _("%(who)s put %(object)s on the register"), redact=PRIVATE
)
COPIED = audit.register("registry.elder.copied", _("%(who)s loaded the record of %(object)s"))
CHANGED = audit.register(
    "registry.elder.changed", _("%(who)s changed the record of %(object)s"), redact=PRIVATE
)
PROPOSED = audit.register(
    "registry.change.proposed",
    _("%(who)s proposed a change of the record of %(object)s"),
    redact=PRIVATE,
)
APPROVED = audit.register(
    "registry.change.approved",
    _("%(who)s approved a change of the record of %(object)s"),
    redact=PRIVATE,
)
REJECTED = audit.register(
    "registry.change.rejected", _("%(who)s rejected a change of the record of %(object)s")
)
UNDONE = audit.register(
    "registry.change.undone",
    _("%(who)s undid a change of the record of %(object)s"),
    redact=PRIVATE,
)
SEARCHED = audit.register(
    "registry.elder.searched", _("%(who)s looked through the elders' register")
)
OPENED = audit.register("registry.elder.opened", _("%(who)s opened the record of %(object)s"))
DIED = audit.register("registry.elder.died", _("%(who)s recorded the death of %(object)s"))
MOVED = audit.register("registry.elder.moved", _("%(who)s recorded that %(object)s moved away"))
RETURNED = audit.register("registry.elder.returned", _("%(who)s recorded the return of %(object)s"))
REINSTATED = audit.register(
    "registry.elder.reinstated", _("%(who)s took back a mistaken departure of %(object)s")
)
TRANSFER_REQUESTED = audit.register(
    "registry.transfer.requested", _("%(who)s asked another town to take over %(object)s")
)
TRANSFER_ACCEPTED = audit.register("registry.transfer.accepted", _("%(who)s took over %(object)s"))
TRANSFER_REFUSED = audit.register(
    "registry.transfer.refused", _("%(who)s refused to take over %(object)s")
)
TRANSFER_WITHDRAWN = audit.register(
    "registry.transfer.withdrawn", _("%(who)s withdrew the transfer of %(object)s")
)
CATEGORY_DECLARED = audit.register(
    "registry.category.declared", _("%(who)s declared a category of %(object)s")
)
CATEGORY_ENDED = audit.register(
    "registry.category.ended", _("%(who)s ended a category of %(object)s")
)
CATEGORY_DERIVED = audit.register(
    "registry.category.derived", _("%(who)s derived the categories of %(object)s by rule")
)
CONTACT_SAVED = audit.register(
    "registry.contact.saved", _("%(who)s kept a contact of %(object)s"), redact={"phone"}
)
CONTACT_REMOVED = audit.register(
    "registry.contact.removed", _("%(who)s removed a contact of %(object)s"), redact={"phone"}
)
RESPONSIBLE_SAVED = audit.register(
    "registry.responsible.saved",
    _("%(who)s kept a person responsible for %(object)s"),
    redact={"phone"},
)
RESPONSIBLE_ENDED = audit.register(
    "registry.responsible.ended", _("%(who)s ended a responsibility for %(object)s")
)
NEED_NOTED = audit.register("registry.need.noted", _("%(who)s noted a need of %(object)s"))
NEED_MET = audit.register("registry.need.met", _("%(who)s noted a need of %(object)s as met"))
DUPLICATES_SOUGHT = audit.register(
    "registry.duplicates.sought", _("%(who)s looked for duplicate records")
)
PAIR_DISTINCT = audit.register(
    "registry.pair.distinct", _("%(who)s decided that two records are two persons: %(object)s")
)
MERGED = audit.register("registry.elder.merged", _("%(who)s merged a duplicate into %(object)s"))
UNMERGED = audit.register("registry.elder.unmerged", _("%(who)s undid a merge into %(object)s"))
CAMPAIGN_OPENED = audit.register(
    "registry.campaign.opened", _("%(who)s opened the campaign %(object)s")
)
TOWN_CONFIRMED = audit.register(
    "registry.campaign.confirmed", _("%(who)s confirmed the register of %(object)s")
)
TOWN_REOPENED = audit.register(
    "registry.campaign.reopened", _("%(who)s reopened the register of %(object)s")
)
CAMPAIGN_CLOSED = audit.register(
    "registry.campaign.closed", _("%(who)s closed the campaign %(object)s")
)
FILTER_SAVED = audit.register("registry.filter.saved", _("%(who)s saved the filter %(object)s"))
FILTER_DELETED = audit.register(
    "registry.filter.deleted", _("%(who)s deleted the filter %(object)s")
)
EXPORTED = audit.register("registry.export.made", _("%(who)s exported a list: %(object)s"))
EXPORT_FETCHED = audit.register(
    "registry.export.fetched", _("%(who)s downloaded the exported list %(object)s")
)
LINKED = audit.register(
    "registry.family.linked", _("%(who)s linked a family account to %(object)s")
)
UNLINKED = audit.register(
    "registry.family.unlinked", _("%(who)s ended the link of a family account to %(object)s")
)
CAMPAIGN_REMINDED = audit.register(
    "registry.campaign.reminded", _("%(who)s reminded the towns of the campaign %(object)s")
)

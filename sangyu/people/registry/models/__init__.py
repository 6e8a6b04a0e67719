"""The registry's tables, one file per concern. Only this room imports them."""

from __future__ import annotations

from sangyu.people.registry.models.campaign import Campaign, CampaignTown
from sangyu.people.registry.models.category import ElderCategory
from sangyu.people.registry.models.change import ElderChange, Transfer
from sangyu.people.registry.models.contact import Contact, Need, ResponsibleLink
from sangyu.people.registry.models.elder import Elder, ElderQuerySet
from sangyu.people.registry.models.family import FamilyLink
from sangyu.people.registry.models.filter import SavedFilter
from sangyu.people.registry.models.intake import ImportBatch, ImportMapping, ImportRow
from sangyu.people.registry.models.merge import DuplicatePair, Merge

__all__ = [
    "Campaign",
    "CampaignTown",
    "Contact",
    "DuplicatePair",
    "Elder",
    "ElderCategory",
    "ElderChange",
    "ElderQuerySet",
    "FamilyLink",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Merge",
    "Need",
    "ResponsibleLink",
    "SavedFilter",
    "Transfer",
]

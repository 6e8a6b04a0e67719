"""The catalogue's tables."""

from __future__ import annotations

from sangyu.people.catalogue.models.release import Bought, GroupCount, Item, Release
from sangyu.people.catalogue.models.waiting import Wish, Work

__all__ = ["Bought", "GroupCount", "Item", "Release", "Wish", "Work"]

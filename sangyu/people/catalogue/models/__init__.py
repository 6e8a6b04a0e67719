"""The catalogue's tables."""

from __future__ import annotations

from sangyu.people.catalogue.models.release import Bought, GroupCount, Item, Release

__all__ = ["Bought", "GroupCount", "Item", "Release"]

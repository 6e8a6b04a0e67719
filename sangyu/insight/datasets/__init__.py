"""Datasets: the flat, documented tables that rooms offer for counting, filtering and ruling.

A room declares a `Dataset` in its `datasets.py` and registers it from its AppConfig.ready():

    from sangyu.insight.datasets import registry
    registry.register(ELDERS)

This room owns the declaration's form (`types`), the register (`registry`) and the data dictionary made from it
(`dictionary`). It reads no data: snapshots and queries belong to `insight.engines`, conditions to
`insight.expressions`. It knows no room above it.
"""

from __future__ import annotations

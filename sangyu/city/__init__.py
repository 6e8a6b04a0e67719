"""城市: the city itself: its areas, organisations, papers and duties."""

from __future__ import annotations

"""政策包: papers that Sangyu brings along, prepared by people, in our own words.

One folder a paper in `data/`: `pack.toml` (the document), `clauses.csv`, `tasks.csv`, `targets.csv`, `rules.csv`;
figures, dates, names of units and document numbers are the paper's. A pack is loaded through the room's ordinary
services: it becomes a Word file, is read like any upload and confirmed, so that plan and duties are the same
(docs/decisions/0013).
"""

from __future__ import annotations

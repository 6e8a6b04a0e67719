"""Template tag library `ui`: the components and the formats."""

from __future__ import annotations

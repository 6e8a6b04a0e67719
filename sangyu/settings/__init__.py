"""Settings: `base` for all, then one of `demo`, `production`, `test`."""

from __future__ import annotations

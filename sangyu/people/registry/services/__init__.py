"""The registry's writes: each one transaction, check → change → audit → event."""

from __future__ import annotations

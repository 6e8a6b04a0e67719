"""The room's forms."""

from __future__ import annotations

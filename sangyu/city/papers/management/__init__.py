"""Commands of the papers room."""

from __future__ import annotations

"""The registry's forms."""

from __future__ import annotations

"""The registry's pages."""

from __future__ import annotations

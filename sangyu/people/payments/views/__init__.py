"""The pages of the payments room."""

from __future__ import annotations

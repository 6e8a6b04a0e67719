"""Writes of the assessment room."""

from __future__ import annotations

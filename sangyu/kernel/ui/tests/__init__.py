"""Tests of the component kit."""

from __future__ import annotations

"""Tests that look at the whole house."""

from __future__ import annotations

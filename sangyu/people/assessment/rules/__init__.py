"""The assessment's rules: pure functions from an instrument and a sheet to a result with its reasons."""

from __future__ import annotations

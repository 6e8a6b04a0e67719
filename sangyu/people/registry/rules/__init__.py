"""The registry's rules: pure functions over values and policy data; no database, no clock."""

from __future__ import annotations

"""对象: the elders themselves."""

from __future__ import annotations

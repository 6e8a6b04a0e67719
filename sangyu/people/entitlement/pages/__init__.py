"""What the pages show, made from what the selectors give."""

from __future__ import annotations

"""What every room stands on; not a word of eldercare in it."""

from __future__ import annotations

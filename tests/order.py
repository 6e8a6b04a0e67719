"""Which tests come first: those that take longest, so that no process of a parallel run is left alone with one."""

from __future__ import annotations

import pytest

LONGEST = (
    "tests/browser/test_every_page.py",
    "tests/proofs/test_sweep.py",
    "tests/proofs/",
    "tests/browser/",
)
"""Beginnings of their names, the longest first."""


def rank(item: pytest.Item) -> int:
    """Where a test stands; the many short ones come last."""
    return next(
        (place for place, start in enumerate(LONGEST) if item.nodeid.startswith(start)),
        len(LONGEST),
    )

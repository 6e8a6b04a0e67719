"""The kills follow one another on one cluster, so they keep the order in which they are written."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Undo the shuffling for `test_kill` alone, in the places its tests were given."""
    places = [index for index, item in enumerate(items) if "proofs/test_kill.py" in item.nodeid]
    kills = sorted((items[index] for index in places), key=lambda item: item.reportinfo()[1] or 0)
    for index, item in zip(places, kills, strict=True):
        items[index] = item

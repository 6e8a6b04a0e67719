"""A plan that is run, for the tests of the room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from sangyu.accountability.plans import figures
from sangyu.accountability.plans.tests.factories import NOW, SERIES, World, supervised
from sangyu.accountability.plans.types import Figure


@pytest.fixture
def world() -> World:
    with time_machine.travel(NOW, tick=False):
        return supervised()


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    """A series of computed figures: 7 places at the end of 2026's first half."""
    found = Figure(
        SERIES, f"{SERIES}:1", "助餐点 2026-06-30", Decimal(7), "ab" * 32, "/x/", date(2026, 6, 30)
    )
    monkeypatch.setitem(
        figures._sources, SERIES, figures.Source(SERIES, "助餐点", lambda *_of: [found])
    )

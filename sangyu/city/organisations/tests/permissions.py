"""The permission rows of the organisations room (its pages are still to come)."""

from __future__ import annotations

from tests.permissions import Row

TABLE: dict[str, Row] = {}

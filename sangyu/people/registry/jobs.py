"""The registry's jobs; imported at start-up."""

from __future__ import annotations

from sangyu.people.registry import nightly  # noqa: F401  registration

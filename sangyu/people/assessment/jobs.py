"""The room's jobs, found by the worker under this name."""

from __future__ import annotations

from sangyu.people.assessment import nightly  # noqa: F401  registration

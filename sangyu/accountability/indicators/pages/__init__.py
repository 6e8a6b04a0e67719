"""The pages of indicators and targets, and the leaders' cockpit."""

from __future__ import annotations

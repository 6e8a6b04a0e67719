"""Browser tests: journeys and looks of the site in a real Chromium."""

from __future__ import annotations

"""The rules: pure functions from a programme's text and an elder's facts to a decision with its reasons."""

from __future__ import annotations

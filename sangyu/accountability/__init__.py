"""考核: every task and every figure, accounted for."""

from __future__ import annotations

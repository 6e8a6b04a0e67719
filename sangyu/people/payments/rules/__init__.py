"""Pure rules of the books and of the bank's files."""

from __future__ import annotations

"""The kernel's own commands (workdays, ids, keys), its system checks, and the catalogue of its plain modules' texts."""

from __future__ import annotations

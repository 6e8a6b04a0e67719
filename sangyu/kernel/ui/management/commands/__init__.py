"""Commands of the shared face."""

from __future__ import annotations

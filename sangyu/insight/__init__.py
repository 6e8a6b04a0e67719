"""洞察: datasets, the expression language and the engines. Knows no wing above it: rooms declare, insight reads."""

from __future__ import annotations

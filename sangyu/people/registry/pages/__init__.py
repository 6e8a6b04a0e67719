"""What the registry's pages show, put into words and rows; no request, no write."""

from __future__ import annotations

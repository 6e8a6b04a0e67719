"""What builds and checks the repository, run as `python -m scripts.NAME`."""

from __future__ import annotations

"""The registry's reads; every one takes the actor and sees no further than its area."""

from __future__ import annotations

"""A task table to try the product with: Word and Excel files built from the annex of the Kaili policy pack."""

from __future__ import annotations

"""A task table to try the product with, in our own words: the CSV is the source, Word and Excel are built from it."""

from __future__ import annotations

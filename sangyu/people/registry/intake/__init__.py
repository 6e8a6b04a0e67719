"""Intake: lists of elders that towns and communities keep in spreadsheets, brought into the registry.

A file is read, its columns recognised, each row checked and matched against the register; the user sees what would
change, mends what is wrong and then lets it in, or takes a whole batch back. Owns batches, their rows and the
remembered column choices; everything about a person belongs to the registry. Serves 摸底 (002·附2-1) and the data
collection of 003-一·2.
"""

from __future__ import annotations

"""指标: figures computed from records, each with its definition, its as-of date and the people behind it.

Owns the yearly statistic of the elder population (Kaili, Annex 2 item 1: counted by the end of January for the year
before): computed from a dated snapshot of the register, compared with the year before, frozen and sealed. A frozen
statistic never changes; what is found out later makes next year's. Called by plans, console and openapi.
"""

from __future__ import annotations

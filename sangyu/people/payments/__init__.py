"""发放: monthly batches that pay what entitlement owes, and the books that prove nobody was paid twice.

Owns batches and their approvals, bank files out and result files in, the append-only ledger, failed accounts,
suspensions and recoveries. Kept true for any order of runs, kills, deaths, moves, rule changes and bank
results: paid - recovered = due, per person, programme and month. Requirements C4, C5, C8, C11, P17-P19; called by the
console and accountability.
"""

from __future__ import annotations

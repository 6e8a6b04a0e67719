"""能力评估: the assessment instruments as dated policy data, and their exact scoring.

Owns the instruments (GB/T 42195-2022, the long-term-care standard of 2021 with its self-screening gate, MZ/T 039-2013
for old results, Barthel, MMSE totals) and what follows from a form's answers: subtotals, total, preliminary level,
level, and the reasons with their clauses. Serves requirements B1, B2 and B6. Called by `sangyu assess` and by
entitlement and the wings above. Scores of the long-term-care standard and of GB/T 42195 are never turned into one
another: they are two scales, and each result stands for itself.
"""

from __future__ import annotations

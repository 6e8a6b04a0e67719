"""对象登记: every person aged 60 and over whom the city knows, as of any day.

Owns the elders, every dated change of them with its source, their categories (独居, 空巢, …), contacts, the chain of
people responsible for them, needs, the registration campaigns, merges, imports and saved filters. Serves requirements
A1-A10 and P9, P11, P12, P14, P16. Called by assessment, entitlement and every wing above.

The current state is one wide row per person; the past is the same row with the later changes undone (`asof.py`).
"""

from __future__ import annotations

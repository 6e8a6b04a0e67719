"""行政区划: the administrative areas by GB/T 2260 and the statistical codes below it, to community level.

Owns areas, their dated statistics (population, households, incomes) and the links from an area that was abolished to
its successors. Every room keeps an area as its code; a scope is a code prefix. Called by every wing above.
"""

from __future__ import annotations

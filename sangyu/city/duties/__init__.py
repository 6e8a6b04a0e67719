"""事项: the one ledger of who must do what by when, with its clause, clocks, escalation and proof.

Rooms above declare rules and open duties through `services`, close them from their event handlers, and tell where the
work is done through `actions`. Worklists, overdue lists, notices and on-time rates of every unit come from here.
"""

from __future__ import annotations

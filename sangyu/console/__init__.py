"""工作台: the staff's frame around all rooms: sign-in, home, search, worklist, notices, account, help.

Owns no table. What it shows comes from the rooms below through `kernel.ui.cards`, `kernel.ui.finder` and
`kernel.ui.nav`, so that a new room appears without a change here. Sign-in and the second factor follow GB/T 22239-2019
level 3 (two factors for privileged roles, lock after failures, sessions that end).
"""

from __future__ import annotations

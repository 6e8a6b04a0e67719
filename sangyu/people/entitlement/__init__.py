"""保障: who is entitled to which allowance, voucher, subsidy or support, why, and what is missing to tell.

Owns the programmes as dated policy data, the nightly run over the register, the decisions with their history, the
notices to elders and their proxies, and what the payments room needs to know (`selectors.dues`). Requirements C4-C8,
C14, B2, B3, P17-P19, P33. Called by payments (on `types.Due`), the console and accountability.
"""

from __future__ import annotations

"""服务清单: what the city promises its elders as basic services, to whom, and who of them that is.

Owns the yearly list of basic eldercare services of each city and county and the catalogue of services that government
buys: drafted, released by a person, frozen, compared with the year before, and never below the sixteen national items
(policy/national.toml). Answers, for one elder and for a whole town, who belongs to an item's target group and why.
Keeps the wish register of places in homes and the works that adapt homes.

Serves requirements C1-C3, C7, C14, K4, P11, P17, P19 on the clauses 聊城（一）, 003-一·2 and 牡丹江·7.
"""

from __future__ import annotations

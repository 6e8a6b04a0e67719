"""组织: the units of the city, the accounts of their people and the posts (memberships) that join the two.

A membership = account × organisation × role; it becomes the actor of a request. Owns the unit register with
successors and aliases (卫计委 → 卫健委), so that an old paper finds today's unit. Called by every wing above.
"""

from __future__ import annotations

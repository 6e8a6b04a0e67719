"""开放接口: the versioned HTTP API of the city, below /api/v1/.

Owns who may call (a session, or a token that stands for a post) and puts the rooms' routes together; what the routes
show is the rooms' own, through the same services as the pages. The schema is kept in tests/openapi.v1.json: a change
that breaks callers shows in review, and a breaking one makes v2.
"""

from __future__ import annotations

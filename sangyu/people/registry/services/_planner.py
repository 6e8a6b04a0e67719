"""What the query planner must hear of a big load."""

from __future__ import annotations

from django.db import connection

MANY = 5000


def tell_planner(count: int) -> None:
    """Fresh statistics, even inside the transaction: what follows a load joins what was just loaded."""
    if count >= MANY:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE registry_elder, registry_elderchange, registry_eldercategory")

"""How the tables are emptied after a test that commits: rows are deleted, with no trigger asked.

Django's own way is to truncate every table, with its indexes, and then to make the content types and permissions anew
as after a migration: a second for every test. Here these stay. The role has to be a superuser, as it is in the embedded
server: nobody else passes the triggers that keep the audit trail and what was frozen.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = {"django_content_type", "auth_permission"}
"""What a migration fills, and no test."""


def install() -> None:
    """From now on, in this process."""
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[attr-defined]  # the stubs leave it out


def _empty(_case: TransactionTestCase) -> None:
    """Delete every row of every model's table."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [connection.ops.quote_name(name) for name in sorted({*names} - KEPT)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica;"
            f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE;"  # whoever still writes comes to an end
            + ";".join(f"DELETE FROM {table}" for table in tables)
        )

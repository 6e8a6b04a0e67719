"""The test run's own PostgreSQL: started once, in a temporary folder, thrown away at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[None]:
    """A running server; nothing to do where DATABASE_URL names one."""
    server = settings.EMBEDDED_POSTGRES
    if server is None:
        yield
        return
    server.start()
    yield
    server.stop(mode="immediate")
    shutil.rmtree(settings.VAR, ignore_errors=True)
    shutil.rmtree(server.socket_folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_server: None) -> None:
    """pytest-django asks for this before it creates the test database."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The audit trail refuses TRUNCATE, which is how a transactional test empties the tables: allow it here."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table, trigger in (
            ("entry", "audit_entry_no_truncate"),
            ("seal", "audit_seal_no_truncate"),
        ):
            cursor.execute(f"ALTER TABLE audit_audit{table} DISABLE TRIGGER {trigger}")

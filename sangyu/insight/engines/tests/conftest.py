"""A small table with every kind of column and value, declared as a dataset; snapshots go to the test's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import duckdb, extracting
from sangyu.insight.engines.tests.villagers import COLUMNS, ROWS, VILLAGERS


@pytest.fixture
def villagers(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Dataset]:
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE villager ({', '.join(f'{n} {t}' for n, t in COLUMNS.items())})"
        )
        marks = ", ".join(["%s"] * len(COLUMNS))
        cursor.executemany(
            f"INSERT INTO villager VALUES ({marks})", [tuple(row.values()) for row in ROWS]
        )
        cursor.execute("ANALYZE villager")
    yield registry.register(VILLAGERS)
    duckdb.forget()
    registry.unregister(VILLAGERS.name)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE villager")


@pytest.fixture
def many_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of one page or so, so that several readers have several parts to write."""
    monkeypatch.setattr(extracting, "ROWS_PER_SLICE", 60)
    monkeypatch.setattr(extracting, "ROWS_PER_GROUP", 50)


@pytest.fixture
def child_environment(villagers: Dataset, settings: Any) -> dict[str, str]:
    """What a child process needs to work on this test's database and folder."""
    given = connection.get_connection_params()
    user, host, name = (
        quote(str(given.get(key, "")), safe="") for key in ("user", "host", "dbname")
    )
    return {
        "DATABASE_URL": f"postgresql://{user}@/{name}?host={host}",
        "PGPASSWORD": str(given.get("password", "")),
        "SNAPSHOT_DIR": str(settings.SNAPSHOT_DIR),
    }

"""One cluster for all tests of this folder. Without Spark or Java nothing is collected here (`make test-spark`)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from sangyu.insight.engines.tests.tables import written
from sangyu.insight.engines.types import Snapshot
from sangyu.insight.expressions.tests.people import PEOPLE
from sangyu.insight.expressions.tests.texts import SCHEMA
from tests.spark import cluster

if TYPE_CHECKING:
    from sangyu.insight.engines.spark import Spark

if not cluster.is_here():
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A running cluster: its master, and its file of properties."""
    os.environ["JAVA_HOME"] = str(cluster.java_home())
    os.environ["SPARK_LOCAL_IP"] = cluster.HOST
    with cluster.started(tmp_path_factory.mktemp("spark")) as (master, properties):
        yield master, str(properties)


@pytest.fixture(scope="session")
def spark(address: tuple[str, str]) -> Iterator[Spark]:
    """A session on two workers of one core each."""
    from sangyu.insight.engines import spark as engine

    session = engine.cluster(*address)
    yield session
    session.stop()


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[dict[str, Any]]], Snapshot]:
    """Rows of the language's own test dataset as a snapshot."""

    def made(rows: list[dict[str, Any]]) -> Snapshot:
        names = [column.name for column in PEOPLE.stored]
        schema = pa.schema([SCHEMA.field(name) for name in names])
        table = pa.Table.from_pylist([{name: row[name] for name in names} for row in rows], schema)
        return written(table, PEOPLE, rows[0]["as_of"], tmp_path_factory.mktemp("people"))

    return made

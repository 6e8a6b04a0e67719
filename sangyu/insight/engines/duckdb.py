"""DuckDB over snapshots: one SELECT at a time, on the snapshot's files and nothing else, within memory and time.

Each set of snapshots gets a database of its own in memory, locked before any question: no other file, no network, no
extension, no setting can be reached from SQL. Questions come from this wing's code and from checked expressions; the
lock is the second wall, not the first. The last few databases stay open, with the footers of their files.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import AS_OF, NAME, Dataset
from sangyu.insight.engines.errors import QueryError, missing, too_long
from sangyu.insight.engines.types import Snapshot
from sangyu.insight.expressions.language import parse_value

Parameter = str | int | bool | Decimal | date | None


@dataclass(frozen=True)
class Limits:
    """What one question may use."""

    memory: str = "512MB"
    threads: int = min(4, os.cpu_count() or 1)
    seconds: float = 20


DEFAULT = Limits()
KEPT_OPEN = 4


def query(
    snapshots: Snapshot | Mapping[str, Snapshot],
    sql: str,
    parameters: Sequence[Parameter] = (),
    *,
    limits: Limits = DEFAULT,
) -> pa.Table:
    """The answer to one SELECT over snapshots as an Arrow table.

    A single snapshot is the view of its dataset's name; several are views by the names given. `?` takes parameters.
    """
    views = {snapshots.dataset.name: snapshots} if isinstance(snapshots, Snapshot) else snapshots
    if not all(part.is_file() for snapshot in views.values() for part in snapshot.parts):
        raise missing()
    with _errors(), _database(views, limits).cursor() as connection:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise _refused()
        with _timed(connection, limits.seconds):
            relation = connection.sql(sql, params=list(parameters))
            assert relation is not None  # noqa: S101  # only a SELECT comes so far
            return relation.to_arrow_table()


def rows(
    snapshots: Snapshot | Mapping[str, Snapshot],
    sql: str,
    parameters: Sequence[Parameter] = (),
    *,
    limits: Limits = DEFAULT,
) -> list[dict[str, object]]:
    """The same as plain rows: what an expression is evaluated and explained on."""
    found: list[dict[str, object]] = query(snapshots, sql, parameters, limits=limits).to_pylist()
    return found


def query_rows(
    dataset: Dataset, as_of: date, found: pa.Table, sql: str, *, limits: Limits = DEFAULT
) -> pa.Table:
    """The answer to one SELECT over rows that are in memory: the view of the dataset's name is this table."""
    with _errors(), duckdb.connect(":memory:", config=_settings(limits)) as connection:
        connection.execute("SET enable_external_access = false")
        connection.register("#found", found)
        connection.execute(
            f'CREATE TEMP VIEW "{dataset.name}" AS {_viewed(dataset, as_of, chr(34) + "#found" + chr(34))}'
        )
        with _timed(connection, limits.seconds):
            relation = connection.sql(sql)
            assert relation is not None  # noqa: S101  # only a SELECT comes so far
            return relation.to_arrow_table()


def export(snapshot: Snapshot, sql: str, path: Path, *, limits: Limits = DEFAULT) -> int:
    """The answer to one SELECT over a snapshot as a Parquet file, streamed: memory does not grow with the rows.
    Returns how many there are. No other file than the snapshot's and this one can be reached."""
    with _errors(), duckdb.connect(":memory:", config=_settings(limits)) as connection:
        paths = ", ".join(_text(str(part)) for part in (*snapshot.parts, path))
        connection.execute(f"SET allowed_paths = [{paths}]")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_external_access = false")
        connection.execute(f'CREATE VIEW "{snapshot.dataset.name}" AS {view_sql(snapshot)}')
        connection.execute("SET lock_configuration = true")
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise _refused()
        with _timed(connection, limits.seconds):
            answer = connection.execute(
                f"COPY ({sql}) TO {_text(str(path))} "
                "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 40960, USE_TMP_FILE false)"
            ).fetchone()
        return int(answer[0]) if answer else 0


def view_sql(snapshot: Snapshot) -> str:
    """The snapshot's rows with the as-of date and the derived columns."""
    files = ", ".join(_text(str(part)) for part in snapshot.parts)
    return _viewed(snapshot.dataset, snapshot.as_of, f"read_parquet([{files}])")


def _viewed(dataset: Dataset, as_of: date, relation: str) -> str:
    """Stored rows with the as-of date and the derived columns."""
    sql = f"SELECT *, DATE '{as_of.isoformat()}' AS {AS_OF} FROM {relation}"
    for column in dataset.derived:
        derived = parse_value(column.derived, dataset).to_duckdb()
        sql = f'SELECT *, {derived} AS "{column.name}" FROM ({sql})'
    return sql


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


_Key = tuple[int, Limits, tuple[tuple[str, int], ...]]
_open: OrderedDict[_Key, duckdb.DuckDBPyConnection] = OrderedDict()
_lock = threading.Lock()


def _database(views: Mapping[str, Snapshot], limits: Limits) -> duckdb.DuckDBPyConnection:
    """The database of these views; opened once per process, the least recently asked closed."""
    # The process is part of the key: DuckDB's threads do not survive a fork.
    key = (os.getpid(), limits, tuple(sorted((name, s.id) for name, s in views.items())))
    with _lock:
        found = _open.pop(key, None) or _opened(views, limits)
        _open[key] = found
        if len(_open) > KEPT_OPEN:
            _open.popitem(last=False)
    return found


def forget() -> None:
    """Close all databases (tests, and before a fork)."""
    with _lock:
        _open.clear()


def _opened(views: Mapping[str, Snapshot], limits: Limits) -> duckdb.DuckDBPyConnection:
    if not views or not all(NAME.fullmatch(name) for name in views):
        raise ValueError("Name at least one snapshot, in plain lower case.")
    connection = duckdb.connect(":memory:", config=_settings(limits))
    paths = ", ".join(_text(str(part)) for s in views.values() for part in s.parts)
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET parquet_metadata_cache = true")
    connection.execute("SET enable_external_access = false")
    # A page of people reads few columns of few row groups: reading the files twice, keys first, only costs plans.
    connection.execute("SET disabled_optimizers = 'late_materialization'")
    for name, snapshot in views.items():
        connection.execute(f'CREATE VIEW "{name}" AS {view_sql(snapshot)}')
    connection.execute("SET lock_configuration = true")
    return connection


def _settings(limits: Limits) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


@contextmanager
def _errors() -> Iterator[None]:
    """DuckDB's refusals as the house's."""
    try:
        yield
    except duckdb.IOException as error:
        raise missing() from error
    except duckdb.OutOfMemoryException as error:
        raise QueryError(
            "query-memory",
            _("The question needs more memory than it may use."),
            remedy=_("Ask for fewer columns or a smaller area."),
        ) from error
    except (duckdb.PermissionException, duckdb.ParserException) as error:
        raise _refused() from error


@contextmanager
def _timed(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt the question when its time is up."""
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise too_long() from error
    finally:
        timer.cancel()


def _refused() -> QueryError:
    return QueryError("query-refused", _("Only a single SELECT over snapshots may be asked."))

"""Reading a dataset out of PostgreSQL: one exported snapshot, several readers, one sorted Parquet part per slice.

Each reader takes page ranges of the driving table from a queue, so that fetching (PostgreSQL's work) and sorting and
writing (ours) overlap. Parts are sorted by area and key; row-group statistics then lead a drill-down to its rows.
"""

from __future__ import annotations

import os
import queue
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from adbc_driver_postgresql import dbapi
from django.db import connection
from psycopg.conninfo import make_conninfo

from sangyu.insight.datasets.types import AS_OF, Dataset, Kind
from sangyu.insight.engines import files, packing

ROWS_PER_SLICE = 300_000
ROWS_PER_GROUP = 20_000
_AS_OF = re.compile(r"(?<!:):as_of\b")
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Slice:
    """A page range of the driving table; `condition` is empty for the whole."""

    number: int
    condition: str


def conninfo() -> str:
    """Django's database, as libpq wants to hear it."""
    given = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert")
    return make_conninfo(**{name: given[name] for name in wanted if given.get(name)})


def source_sql(dataset: Dataset, as_of: date, condition: str = "") -> str:
    """The dataset's rows, columns by name, at a date."""
    columns = ", ".join(f'{column.source_sql} AS "{column.name}"' for column in dataset.stored)
    conditions = [f"({each})" for each in (dataset.where, condition) if each]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    day = f"DATE '{as_of.isoformat()}'"
    return _AS_OF.sub(day, f"SELECT {columns} FROM {dataset.source}{where}")


@contextmanager
def instant(leader: psycopg.Connection[Any]) -> Iterator[str]:
    """One instant of the database, held open by the leader; yields the name under which readers join it."""
    leader.execute(_BEGIN)
    try:
        row = leader.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101  # a function call always gives a row
        yield str(row[0])
    finally:
        # Where the connection itself is lost, the cause is on its way up already.
        with suppress(psycopg.Error):
            leader.execute("ROLLBACK")


def extract(
    dataset: Dataset,
    as_of: date,
    folder: Path,
    leader: psycopg.Connection[Any],
    *,
    readers: int = 0,
    progress: Progress | None = None,
) -> list[files.PartFile]:
    """Write the dataset's parts into a folder; all or an exception. `leader` is a connection in autocommit."""
    with instant(leader) as name:
        plan = packing.plan(dataset.stored, _types(leader, source_sql(dataset, as_of)))
        slices = _slices(leader, dataset)
        work = _Extraction(dataset, as_of, folder, plan, name)
        return work.run(slices, readers or min(4, os.cpu_count() or 1), progress)


def one(dataset: Dataset, as_of: date, key: int) -> dict[str, Any] | None:
    """One row on a day, with as_of, as expressions take it; None if the dataset does not have it on that day."""
    sql = source_sql(dataset, as_of, f"{dataset.by_name[dataset.key].source_sql} = {int(key)}")
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return None if found is None else {**dict(zip(names, found, strict=True)), AS_OF: as_of}


def some(dataset: Dataset, as_of: date, key_sql: str) -> pa.Table:
    """A few of the dataset's rows on a day as the caller's own transaction sees them, typed as a snapshot types them.

    `key_sql`: SQL whose rows are the keys ("SELECT elder_id FROM asked"); the room's own, never a user's text."""
    # The key's own SQL, so that an index of the driving table finds the rows.
    key = dataset.by_name[dataset.key].source_sql
    sql = source_sql(dataset, as_of, f"{key} IN ({key_sql})")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT 0")
        plan = packing.plan(
            dataset.stored, [column.type_code for column in cursor.description or ()]
        )
        cursor.execute(f'SELECT {plan.select()} FROM ({sql}) AS "row"')
        names = [column.name for column in cursor.description or ()]
        rows = cursor.fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    arrays = [_arrow(plan, name, list(each)) for name, each in zip(names, columns, strict=True)]
    return plan.unpack(pa.table(arrays, names=names))


def _arrow(plan: packing.Plan, name: str, values: list[Any]) -> pa.Array:
    """A column as it would have come from the database in Arrow."""
    kinds = {column.name: column.kind for column in plan.alone}
    types = {
        Kind.TEXT: pa.string(), Kind.TAGS: pa.list_(pa.string()), Kind.DATE: pa.date32(), Kind.BOOLEAN: pa.bool_(),
    }  # fmt: skip
    return pa.array(values, types.get(kinds[name], pa.int64()) if name in kinds else pa.int64())


def _types(leader: psycopg.Connection[Any], sql: str) -> list[int]:
    described = leader.execute(f"{sql} LIMIT 0".encode()).description or []
    return [column.type_code for column in described]


def _slices(leader: psycopg.Connection[Any], dataset: Dataset) -> list[Slice]:
    """Page ranges of about ROWS_PER_SLICE rows each. The last has no end: the table may have grown unseen."""
    if dataset.split is None:
        return [Slice(0, "")]
    row = leader.execute(
        "SELECT reltuples, pg_relation_size(oid) / current_setting('block_size')::int "
        "FROM pg_class WHERE oid = %s::regclass",
        (dataset.split.table,),
    ).fetchone()
    rows, pages = row if row is not None else (0, 0)
    # Never analysed (-1): 40 rows to a page is near enough.
    count = max(1, min(int(pages), round((rows if rows > 0 else pages * 40) / ROWS_PER_SLICE)))
    alias = dataset.split.alias
    ends = [int(pages * number / count) for number in range(1, count)]
    found = []
    for number, (low, high) in enumerate(zip([0, *ends], [*ends, None], strict=True)):
        upper = f" AND {alias}.ctid < '({high},0)'::tid" if high is not None else ""
        found.append(Slice(number, f"{alias}.ctid >= '({low},0)'::tid{upper}"))
    return found


class _Extraction:
    """One run: what the readers share."""

    def __init__(
        self, dataset: Dataset, as_of: date, folder: Path, plan: packing.Plan, instant_name: str
    ) -> None:
        self.dataset = dataset
        self.as_of = as_of
        self.folder = folder
        self.plan = plan
        self.instant_name = instant_name
        self.todo: queue.SimpleQueue[Slice] = queue.SimpleQueue()
        self.parts: queue.SimpleQueue[files.PartFile] = queue.SimpleQueue()
        self.broken = Event()

    def run(
        self, slices: list[Slice], readers: int, progress: Progress | None
    ) -> list[files.PartFile]:
        for each in slices:
            self.todo.put(each)
        finished: list[files.PartFile] = []
        with ThreadPoolExecutor(min(readers, len(slices))) as pool:
            running = [pool.submit(self._reader) for _ in range(min(readers, len(slices)))]
            while len(finished) < len(slices) and not all(r.done() for r in running):
                self._collect(finished, 0.05)
                if progress:
                    progress(len(finished), len(slices))
            for reader in running:
                reader.result()
        while not self.parts.empty():
            self._collect(finished, 0)
        return sorted(finished, key=lambda part: part.name)

    def _collect(self, finished: list[files.PartFile], seconds: float) -> None:
        try:
            finished.append(self.parts.get(timeout=seconds))
        except queue.Empty:
            return

    def _reader(self) -> None:
        """One connection, joined to the instant, until the queue is empty or another reader has failed."""
        try:
            with dbapi.connect(conninfo(), autocommit=True) as joined, joined.cursor() as cursor:
                cursor.execute(_BEGIN)
                cursor.execute(f"SET TRANSACTION SNAPSHOT '{self.instant_name}'")
                while not self.broken.is_set():
                    try:
                        self._slice(cursor, self.todo.get_nowait())
                    except queue.Empty:
                        break
                cursor.execute("ROLLBACK")
        except BaseException:
            self.broken.set()
            raise

    def _slice(self, cursor: Any, piece: Slice) -> None:
        rows = source_sql(self.dataset, self.as_of, piece.condition)
        cursor.execute(f'SELECT {self.plan.select()} FROM ({rows}) AS "row"')
        table = self.plan.unpack(cursor.fetch_arrow_table())
        path = self.folder / f"part-{piece.number:04d}.parquet"
        write(_sorted(table, self.dataset), path, self.dataset)
        self.parts.put(files.describe(path, table.num_rows))


def _sorted(table: pa.Table, dataset: Dataset) -> pa.Table:
    position = table.schema.get_field_index(dataset.area)
    areas = table.column(position).combine_chunks()
    if not pa.types.is_dictionary(areas.type):
        areas = areas.dictionary_encode()
    keys = pa.table({"area": _ranks(areas), "key": table.column(dataset.key)})
    order = pc.sort_indices(keys, sort_keys=[("area", "ascending"), ("key", "ascending")])
    return table.set_column(position, dataset.area, areas).take(order)


def _ranks(column: pa.DictionaryArray) -> pa.Array:
    """A dictionary's codes renumbered in the order of its values: integers sort much faster than texts."""
    order = pc.sort_indices(column.dictionary)
    rank = pc.sort_indices(order).cast(pa.int32())
    return rank.take(column.indices)


def write(table: pa.Table, path: Path, dataset: Dataset) -> None:
    """A Parquet part: zstd; statistics where the order makes them useful."""
    listed = [c.name for c in dataset.stored if c.kind is Kind.TEXT and c.values]
    tags = [f"{c.name}.list.element" for c in dataset.stored if c.kind is Kind.TAGS]
    with pq.ParquetWriter(
        path,
        table.schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=[dataset.area, *listed, *tags],
        write_statistics=[dataset.area, dataset.key],
        store_decimal_as_integer=True,
    ) as writer:
        writer.write_table(table, row_group_size=ROWS_PER_GROUP)

"""Spark over snapshots: the same questions, where a province is too large for one machine.

Needs the extra `sangyu[spark]` and Java 17. Driver and workers read the snapshot's files by the same paths (a shared
folder). Nothing of Python runs on the workers: a question is SQL.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import AS_OF
from sangyu.insight.engines.errors import QueryError, missing
from sangyu.insight.engines.types import Snapshot
from sangyu.insight.expressions.dialects import SPARK
from sangyu.insight.expressions.language import parse_value

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SEMANTICS = {
    # An overflow or a bad cast is an error, never a silent NULL.
    "spark.sql.ansi.enabled": "true",
    # A product keeps its scale; where it could not, the language has refused it already.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    # Texts are what they are: `${…}` in a condition is no variable.
    "spark.sql.variable.substitute": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    # The method generated for some hundred conditions is too large to be compiled; without it, twice as fast.
    "spark.sql.codegen.wholeStage": "false",
}
"""What makes Spark answer as the other engines do. Not for a city to change."""
CONVENIENCE = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.log.level": "WARN",
    # A session stays for the next night; the cluster's cores go back after a minute.
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.enabled": "true",
}
"""What a city may set otherwise in its file of properties."""


class Spark:
    """One session on a cluster."""

    dialect = SPARK

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        for name, value in SEMANTICS.items():
            session.conf.set(name, value)

    def query(self, snapshot: Snapshot, sql: str) -> pa.Table:
        """The answer as a table."""
        return self._answer(snapshot, sql).toArrow()

    def export(self, snapshot: Snapshot, sql: str, folder: Path) -> tuple[Path, ...]:
        """The answer as the files that the workers write."""
        self._answer(snapshot, sql).write.option("compression", "zstd").parquet(str(folder))
        return tuple(sorted(folder.glob("part-*.parquet")))

    def stop(self) -> None:
        """Leave the cluster."""
        self._session.stop()

    def _answer(self, snapshot: Snapshot, sql: str) -> DataFrame:
        if not all(part.is_file() for part in snapshot.parts):
            raise missing()
        if not sql.startswith(("SELECT ", "WITH ")):
            raise QueryError(
                "query-refused", _("Only a single SELECT over snapshots may be asked.")
            )
        # A session of its own: views of one question are not seen by another.
        session = self._session.newSession()
        for name, value in SEMANTICS.items():
            session.conf.set(name, value)
        stored = session.read.parquet(*(str(part) for part in snapshot.parts))
        stored.createOrReplaceTempView("stored_rows")
        view = session.sql(viewed(snapshot))
        view.createOrReplaceTempView(snapshot.dataset.name)
        return session.sql(sql)


def viewed(snapshot: Snapshot) -> str:
    """The snapshot's rows with the as-of date and the derived columns."""
    sql = f"SELECT *, DATE '{snapshot.as_of.isoformat()}' AS {AS_OF} FROM stored_rows"
    for column in snapshot.dataset.derived:
        derived = parse_value(column.derived, snapshot.dataset).to_sql(SPARK)
        sql = f"SELECT *, {derived} AS {SPARK.identifier(column.name)} FROM ({sql})"
    return sql


def cluster(master: str, properties_file: str = "") -> Spark:
    """The cluster at an address (spark://host:port, local[2], yarn); one session for each process, made anew where the
    cluster has gone in between."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise QueryError(
            "spark-missing",
            _("A cluster is named in the settings, but Spark is not installed."),
            remedy=_("Install the extra sangyu[spark] and Java 17, or remove SANGYU_SPARK_MASTER."),
        ) from error
    logging.getLogger("py4j").setLevel(logging.WARNING)
    builder = SparkSession.builder.master(master).appName("sangyu")
    for name, value in (CONVENIENCE | properties(properties_file) | SEMANTICS).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    if session.sparkContext._jsc.sc().isStopped():  # noqa: SLF001  # Python is not told of it
        session.stop()
        session = builder.getOrCreate()
    return Spark(session)


def properties(path: str) -> dict[str, str]:
    """Further properties out of a file as Spark writes them (`name value` or `name=value`); "" for none.

    A file and no variable, since the secret of the cluster stands in it.
    """
    if not path:
        return {}
    lines = [line.strip() for line in Path(path).read_text("utf-8").splitlines()]
    pairs = (line.replace("=", " ", 1).split(None, 1) for line in lines if line and line[0] != "#")
    return {name: value.strip() for name, value in pairs}
